using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json;
using GameServer.Protocol;

namespace GameServer.Load.Clients;

/// <summary>The four ways that are compared, by the names that the web client has for them.</summary>
internal enum TransportKind
{
    WebSocket,
    Sse,
    Poll,
    ShortPoll,
}

/// <summary>
/// One player on one transport, with connections of its own. It says and hears as much as the protocol asks for, and looks at no
/// more of it than it needs to go on: the machine is the server's.
/// </summary>
internal abstract class LoadClient(Uri server, string token) : IDisposable
{
    /// <summary>How often one who plays says what the ship is to do.</summary>
    private static readonly TimeSpan inputEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>As often as the web client asks at most where there is always something newer, some sixteen times a second.</summary>
    private static readonly TimeSpan longPollEvery = TimeSpan.FromMilliseconds(60);

    /// <summary>As often as the web client asks.</summary>
    private static readonly TimeSpan shortPollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>So seldom that it is idle, and often enough to keep its seat.</summary>
    private static readonly TimeSpan idlePollEvery = TimeSpan.FromSeconds(5);

    private long updates;
    private long inputs;

    protected Uri Server { get; } = server;

    protected string Token { get; } = token;

    /// <summary>Messages with news of the room that came so far.</summary>
    internal long Updates => Interlocked.Read(ref updates);

    internal static async Task<LoadClient> CreateAsync(TransportKind kind, Uri server, bool plays, HttpClient registrar)
    {
        using var made = await registrar.PostAsJsonAsync(new Uri(server, "/api/players"), new { });
        made.EnsureSuccessStatusCode();
        using var player = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
        var token = player.RootElement.GetProperty("token").GetString()!;
        return kind switch
        {
            TransportKind.WebSocket => new SocketClient(server, token),
            TransportKind.Sse => new StreamClient(server, token),
            TransportKind.Poll => new PollClient(server, token, 25, longPollEvery),
            _ => new PollClient(server, token, 0, plays ? shortPollEvery : idlePollEvery),
        };
    }

    /// <summary>Sits down in a room of that game.</summary>
    internal async Task JoinAsync(string game, CancellationToken cancellation)
    {
        var join = new JoinFrame(0, Guid.NewGuid().ToString("N"), JoinBy.Quick, game, false, 0, null, Payload.Nil);
        inputs = (await JoinAsync(join, cancellation)).Input;
    }

    /// <summary>Plays, or only stays, until it is cancelled.</summary>
    internal async Task LiveAsync(bool plays, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] parts = [ReceiveAsync(end.Token), plays ? PlayAsync(end.Token) : StayAsync(end.Token)];
        var first = await Task.WhenAny(parts);
        await end.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
        {
            await first;
            throw new IOException($"{GetType().Name} was ended by the server.");
        }
    }

    public abstract void Dispose();

    protected abstract Task<JoinedFrame> JoinAsync(JoinFrame join, CancellationToken cancellation);

    protected abstract Task ReceiveAsync(CancellationToken cancellation);

    protected abstract Task SayAsync(ClientFrame frame, CancellationToken cancellation);

    /// <summary>What one who does not play has to say to be kept.</summary>
    protected abstract Task StayAsync(CancellationToken cancellation);

    internal Task LeaveAsync() => SayAsync(new LeaveFrame(0), CancellationToken.None);

    protected void CountUpdate() => Interlocked.Increment(ref updates);

    protected static byte[] Encode(params ClientFrame[] frames)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            ClientFrames.Encode(bytes, FrameEncoding.Binary, frame);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The answer to a join, or null if these frames have none; a refusal is thrown.</summary>
    protected static JoinedFrame? JoinedIn(ReadOnlyMemory<byte> message)
    {
        var frames = new List<ServerFrame>();
        if (!ServerFrames.TryDecode(message, FrameEncoding.Binary, frames, out var why))
        {
            throw new IOException(why);
        }

        return frames.OfType<ErrorFrame>().FirstOrDefault() is { } error
            ? throw new IOException($"{error}")
            : frames.OfType<JoinedFrame>().FirstOrDefault();
    }

    /// <summary>Turns about and shoots, so that there is always something new in the room.</summary>
    private async Task PlayAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(inputEvery);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            inputs++;
            await SayAsync(new InputFrame(0, inputs, Payload.Array(inputs / 10 % 16, -1)), cancellation);
        }
    }
}
