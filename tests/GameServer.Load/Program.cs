using GameServer.Load;

return args switch
{
    [MeasuredServer.Verb, var game, .. var settings] => await MeasuredServer.RunAsync(game, settings),
    ["memory", .. var options] => await MemoryRun.RunAsync(new Options(options)),
    ["cpu", .. var options] => await CpuRun.RunAsync(new Options(options)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        memory [--clients 1000] [--runs 3]               what an idle client costs the server, in bytes
               [--transport WebSocket|Sse|Poll|ShortPoll]
        cpu    [--clients 200] [--seconds 20] [--runs 3] what a playing client costs it, in time of a core
               [--write client-web/src/lab/cpu.json] [--note "…"]
        """);
    return 1;
}
