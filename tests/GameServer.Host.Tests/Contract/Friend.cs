using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>Bob, who makes the room, sits there all the time at a good line, and says things.</summary>
/// <param name="server">His server.</param>
/// <param name="settings">Of the room.</param>
/// <param name="mayBeHeldUp">His server has so little patience that this machine may have held him up for too long.</param>
/// <param name="fail">Told of what he must not hear.</param>
internal sealed class Friend(RunningServer server, GameSettings settings, bool mayBeHeldUp, Action<Exception> fail) : IAsyncDisposable
{
    /// <summary>As many as a server that keeps little for a client passes on at once: more would wait in the log.</summary>
    internal const int TextsAtATime = 4;

    private const int Stream = 7;

    private RawClient client = null!;
    private Task listening = Task.CompletedTask;
    private int said;
    private int answered;

    internal Holding Held { get; } = new(settings.EventLogEvents);

    /// <summary>How many of his sayings were answered, and how many there are.</summary>
    internal (int Answered, int Said) Sayings
    {
        get
        {
            lock (Held)
            {
                return (answered, said);
            }
        }
    }

    /// <summary>Makes the room; again if this machine held him up for longer than his server has patience.</summary>
    internal async Task<JoinedFrame> MakeRoomAsync()
    {
        while (true)
        {
            client = await RawClient.ConnectAsync(server);
            try
            {
                await client.SendAsync(new JoinFrame(1, "bob", JoinBy.Create, "counter", false, 0, null, Payload.Nil));
                var joined = await client.NextAsync<JoinedFrame>();
                Held.Follow(joined);
                listening = ListenAsync();
                return joined;
            }
            catch (ConnectionEndedException ended) when (mayBeHeldUp && ended.Code == CloseCodes.Silent)
            {
                await client.DisposeAsync();
            }
        }
    }

    /// <summary>Tells all, or one alone: what she must not see leaves no gap.</summary>
    internal Task SayAsync(int step, int? to) => client.SendAsync(
        to is null
            ? new CommandFrame(1, Stream, ++said, "say", $"s{step}")
            : new CommandFrame(1, Stream, ++said, "whisper", Payload.Map(("to", to.Value), ("text", $"w{step}"))),
        new AckFrame(1, Stream, Math.Max(0, said - 20)));

    internal Task SayAsync(int times, string what)
    {
        var frames = Enumerable.Range(said + 1, times).Select(n => (ClientFrame)new CommandFrame(1, Stream, n, "say", what));
        said += times;
        return client.SendAsync([new AckFrame(1, Stream, answered), .. frames]);
    }

    /// <summary>He says more than the room keeps.</summary>
    internal async Task TalkOnAsync()
    {
        // A tick with more events than are kept would be lost to him too.
        for (var more = settings.EventLogEvents + TextsAtATime; more > 0; more -= TextsAtATime)
        {
            await AnsweredAsync();
            await SayAsync(TextsAtATime, "meanwhile");
        }

        await AnsweredAsync();
    }

    /// <summary>He says enough: pings beside it would be more than a client may say.</summary>
    internal Task AnsweredAsync() =>
        Deadline.UntilAsync(() => Task.FromResult(Sayings is var (heard, spoken) && heard == spoken), "bob to be answered");

    /// <summary>Shows that he is there.</summary>
    internal Task PingAsync() => client.SendAsync(new PingFrame(null, 0));

    public async ValueTask DisposeAsync()
    {
        if (client is not null)
        {
            await client.DisposeAsync();
        }

        await listening;
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            ServerFrame frame;
            try
            {
                frame = await client.NextAsync();
            }
            catch (Exception ended) when (ended is InvalidOperationException or System.Net.WebSockets.WebSocketException or OperationCanceledException)
            {
                return;
            }

            try
            {
                Hear(frame);
            }
            catch (Exception failure)
            {
                fail(failure);
                return;
            }
        }
    }

    private void Hear(ServerFrame frame)
    {
        lock (Held)
        {
            if (frame is AnswerFrame)
            {
                answered++;
            }
            else
            {
                Held.Follow(frame);
            }
        }
    }
}
