using System.Net.Sockets;

namespace GameServer.FaultProxy;

/// <summary>One connection through a <see cref="TcpFaultProxy"/>.</summary>
public sealed class ProxiedConnection
{
    private readonly Socket client;
    private readonly Socket server;
    private readonly DelayLine up;
    private readonly DelayLine down;
    private readonly FaultLog log;
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ProxiedConnection(int number, int seed, Socket client, Socket server, Func<(LinkFaults Up, LinkFaults Down)> faults, FaultLog log)
    {
        Number = number;
        this.client = client;
        this.server = server;
        this.log = log;
        up = new DelayLine(client, server, new Lateness(seed, number, 0), () => faults().Up);
        down = new DelayLine(server, client, new Lateness(seed, number, 1), () => faults().Down);
    }

    /// <summary>1 for the first connection of its proxy, and so on.</summary>
    public int Number { get; }

    /// <summary>Bytes that the server was given.</summary>
    public long BytesUp => up.Bytes;

    /// <summary>Bytes that the client was given.</summary>
    public long BytesDown => down.Bytes;

    /// <summary>The longest time for which the server sent nothing, between two pieces of what it sent.</summary>
    public TimeSpan LongestSilenceOfServer => down.LongestSilence;

    /// <summary>The most by which the proxy was late itself, either way: what a busy machine adds to the faults that were asked for.</summary>
    public TimeSpan LatestBy => up.LatestBy > down.LatestBy ? up.LatestBy : down.LatestBy;

    /// <summary>Resets it on both sides at once. What was on the way is lost.</summary>
    public void Cut()
    {
        if (cut.TrySetResult())
        {
            log.Add(Number, "cut");
        }
    }

    /// <summary>Nothing comes out any more in either direction, and neither side is told: a line that has gone dead.</summary>
    public void Freeze()
    {
        log.Add(Number, "frozen");
        up.Freeze();
        down.Freeze();
    }

    /// <summary>Everything that waited comes out.</summary>
    public void Thaw()
    {
        log.Add(Number, "thawed");
        up.Thaw();
        down.Thaw();
    }

    internal async Task RunAsync()
    {
        using var ending = new CancellationTokenSource();
        Task[] pumps = [up.RunAsync(ending.Token), down.RunAsync(ending.Token)];
        var pumping = Task.WhenAll(pumps);
        // A side that has ended may still be told something; one that has failed ends the other.
        var first = await Task.WhenAny([cut.Task, .. pumps]);
        if (first != cut.Task && first.IsCompletedSuccessfully)
        {
            await Task.WhenAny(cut.Task, pumping);
        }

        if (pumping.IsCompletedSuccessfully)
        {
            log.Add(Number, "ended by its peers");
        }
        else
        {
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }

        cut.TrySetResult();
        await ending.CancelAsync();
        // A socket that is closed while it is still read may end as if nothing had happened, and not by a reset.
        await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client.Dispose();
        server.Dispose();
    }
}
