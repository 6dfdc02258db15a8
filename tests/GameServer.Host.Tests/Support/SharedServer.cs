using GameServer.Protocol;

namespace GameServer.Host.Tests.Support;

/// <summary>One server for the tests that leave it as it was, and a player in its arena who must never notice them.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private Task watching = Task.CompletedTask;
    private volatile bool ended;
    private long states;

    public RunningServer Server { get; private set; } = null!;

    internal RawClient Bystander { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync(
            ("Arena:Seats", "64"), ("Arena:GraceSeconds", "1"), ("Server:AllowedOrigins:0", "https://pages.example.org"));
        Bystander = await RawClient.ConnectAsync(Server);
        await Bystander.JoinArenaAsync();
        watching = WatchAsync();
    }

    /// <summary>The bystander goes on getting state, and was never told anything was wrong.</summary>
    public async Task AssertBystanderPlaysOnAsync()
    {
        var before = Interlocked.Read(ref states);
        await Deadline.UntilAsync(
            () => Task.FromResult(watching.IsCompleted || Interlocked.Read(ref states) >= before + 5),
            "state for somebody else in the room");
        Assert.False(watching.IsCompleted, $"The other player's game ended: {watching.Exception}");
        Assert.Empty(Server.Logs.Errors);
    }

    public async Task DisposeAsync()
    {
        ended = true;
        await Bystander.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task WatchAsync()
    {
        while (!ended)
        {
            switch (await Bystander.NextAsync())
            {
                case DeltaFrame { Tick: var tick } when tick % 30 == 0:
                    Interlocked.Increment(ref states);
                    await Bystander.SendAsync(new PingFrame(null, tick));
                    break;
                case DeltaFrame:
                    Interlocked.Increment(ref states);
                    break;
                case ErrorFrame error:
                    throw new InvalidOperationException(error.ToString());
            }
        }
    }
}

[CollectionDefinition(Name)]
public sealed class SharedServerTests : ICollectionFixture<SharedServer>
{
    public const string Name = "shared server";
}
