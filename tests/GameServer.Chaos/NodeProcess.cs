using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace GameServer.Chaos;

/// <summary>One node of a cluster, as a process of its own.</summary>
internal sealed partial class NodeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentDictionary<string, int> epochs = new();
    private readonly ConcurrentQueue<Resumption> resumptions = new();
    private readonly ConcurrentQueue<HandOver> handOvers = new();
    private readonly Process process;
    private readonly HttpClient http;
    private int openOutputs = 2;

    private NodeProcess(Process process, Uri address)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Everything it printed.</summary>
    internal string Output => string.Join('\n', output);

    /// <summary>The cluster's nodes, as it has said last.</summary>
    internal IReadOnlyList<string> Members { get; private set; } = [];

    /// <summary>Where rooms went on here, in that order.</summary>
    internal IReadOnlyCollection<Resumption> Resumptions => resumptions;

    /// <summary>The rooms that it handed over, in that order.</summary>
    internal IReadOnlyCollection<HandOver> HandOvers => handOvers;

    /// <summary>Whether it has, and all that it printed is here.</summary>
    internal bool HasExited => process.HasExited && Volatile.Read(ref openOutputs) == 0;

    internal int ExitCode => process.ExitCode;

    /// <summary>The last incarnation of a room that has begun here; 0 if there was none.</summary>
    internal int EpochOf(string roomId) => epochs.GetValueOrDefault(roomId);

    /// <param name="command">What runs the server, with the arguments before its settings.</param>
    /// <param name="address">Where it is to listen for players.</param>
    /// <param name="settings">Its other settings.</param>
    internal static NodeProcess Start(IReadOnlyList<string> command, Uri address, params string[] settings)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add($"--Server:Urls={address.GetLeftPart(UriPartial.Authority)}");
        foreach (var setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var node = new NodeProcess(new Process { StartInfo = start }, address);
        node.Run();
        return node;
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    internal async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>What Ctrl-C and a container's stop are.</summary>
    internal async Task StopAsync()
    {
        await SignalAsync("TERM");
        await process.WaitForExitAsync();
    }

    /// <summary>Stands still, as in a virtual machine that is moved.</summary>
    internal Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Goes on.</summary>
    internal Task ThawAsync() => SignalAsync("CONT");

    /// <summary>What it answers; null while it does not.</summary>
    internal async Task<(HttpStatusCode Status, string Text)?> GetAsync(string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>The sum of what an instrument shows; 0 while there is nothing to show.</summary>
    internal async Task<double> MetricAsync(string name) => (await GetAsync("/metrics"))?.Text
        .Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)) ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        http.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Run()
    {
        process.OutputDataReceived += (_, line) => Read(line.Data, Printed);
        process.ErrorDataReceived += (_, line) => Read(line.Data, output.Enqueue);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process may have ended a moment before its last line is read; null comes after that.</summary>
    private void Read(string? line, Action<string> take)
    {
        if (line is null)
        {
            Interlocked.Decrement(ref openOutputs);
        }
        else
        {
            take(line);
        }
    }

    private void Printed(string line)
    {
        output.Enqueue(line);
        if (MembersLine().Match(line) is { Success: true } members)
        {
            Members = [.. members.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal)];
        }
        else if (BeginsLine().Match(line) is { Success: true } begins)
        {
            epochs[begins.Groups[1].Value] = 1;
        }
        else if (GoesOnLine().Match(line) is { Success: true } goesOn)
        {
            var resumption = new Resumption(
                goesOn.Groups[1].Value, Number(goesOn.Groups[2]), goesOn.Groups[3].Value, Number(goesOn.Groups[4]));
            epochs[resumption.RoomId] = resumption.Epoch;
            resumptions.Enqueue(resumption);
        }
        else if (HandedOverLine().Match(line) is { Success: true } handedOver)
        {
            handOvers.Enqueue(new HandOver(handedOver.Groups[1].Value, Number(handedOver.Groups[2]), handedOver.Groups[3].Value));
        }
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("The cluster has [0-9]+ nodes: (.*)")]
    private static partial Regex MembersLine();

    [GeneratedRegex("Room ([^ ]+) of game [^ ]+ begins")]
    private static partial Regex BeginsLine();

    [GeneratedRegex("Room ([^ ]+) goes on from record [0-9]+ at tick ([0-9]+) with state ([0-9a-f]+), as epoch ([0-9]+)")]
    private static partial Regex GoesOnLine();

    [GeneratedRegex("Room ([^ ]+) is handed over at tick ([0-9]+) with state ([0-9a-f]+)")]
    private static partial Regex HandedOverLine();
}

/// <summary>A room went on as a new incarnation.</summary>
internal sealed record Resumption(string RoomId, long Tick, string State, int Epoch);

/// <summary>A room was handed over to whoever goes on with it.</summary>
internal sealed record HandOver(string RoomId, long Tick, string State);
