using System.Buffers;
using System.Net.WebSockets;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Support;

/// <summary>A client that says exactly what a test wants it to, right or wrong.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly FrameEncoding encoding;
    private readonly Queue<ServerFrame> waiting = [];

    private RawClient(ClientWebSocket socket, FrameEncoding encoding)
    {
        this.socket = socket;
        this.encoding = encoding;
    }

    internal WebSocketMessageType MessageType =>
        encoding == FrameEncoding.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;

    /// <summary>A connection on which nothing is said yet.</summary>
    internal static async Task<RawClient> OpenAsync(
        Uri server,
        FrameEncoding encoding = FrameEncoding.Binary,
        string? origin = null,
        HttpMessageInvoker? over = null,
        Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            var scheme = server.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = scheme, Path = "/ws" }.Uri, over, CancellationToken.None)
                .Within("the connection");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new RawClient(socket, encoding);
    }

    /// <summary>A connection that has been welcomed.</summary>
    internal static async Task<RawClient> ConnectAsync(RunningServer server, FrameEncoding encoding = FrameEncoding.Binary)
    {
        var client = await OpenAsync(server.Address, encoding);
        await client.SendAsync(new HelloFrame(Limits.Version, server.TokenFor("Tester"), "tests"));
        await client.NextAsync<WelcomeFrame>();
        return client;
    }

    internal async Task<JoinedFrame> JoinArenaAsync(int handle = 1)
    {
        await SendAsync(new JoinFrame(
            handle, Guid.NewGuid().ToString("N"), JoinBy.Quick, "arena", false, 0, null, Payload.Nil));
        return await NextAsync<JoinedFrame>();
    }

    internal Task SendAsync(params ClientFrame[] frames) => SendRawAsync(Encode(encoding, frames));

    internal Task SendRawAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType? type = null, bool endOfMessage = true) =>
        socket.SendAsync(bytes, type ?? MessageType, endOfMessage, CancellationToken.None).AsTask().Within("a message to be sent");

    internal static byte[] Encode(FrameEncoding encoding, params ClientFrame[] frames)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            ClientFrames.Encode(bytes, encoding, frame);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The next frame of that kind; others before it are passed over.</summary>
    internal async Task<T> NextAsync<T>(Func<T, bool>? matches = null)
        where T : ServerFrame
    {
        while (true)
        {
            if (await NextAsync() is T frame && matches?.Invoke(frame) != false)
            {
                return frame;
            }
        }
    }

    internal async Task<ErrorFrame> ErrorAsync(string code) => await NextAsync<ErrorFrame>(error => error.Code == code);

    /// <summary>A round trip: all that was sent before has been dealt with.</summary>
    internal async Task AssertAnswersAsync()
    {
        await SendAsync(new PingFrame(null, 4711));
        await NextAsync<PongFrame>(pong => pong.Nonce == 4711);
    }

    internal async Task<ServerFrame> NextAsync()
    {
        while (waiting.Count == 0)
        {
            if (!await ReceiveAsync())
            {
                throw new ConnectionEndedException((int?)socket.CloseStatus, socket.CloseStatusDescription);
            }
        }

        return waiting.Dequeue();
    }

    /// <summary>Reads to the end and gives the close code.</summary>
    internal async Task<int> CloseCodeAsync()
    {
        while (await ReceiveAsync())
        {
        }

        var code = (int)socket.CloseStatus!.Value;
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return code;
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ReceiveAsync()
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await socket.ReceiveAsync(bytes.GetMemory(4096), CancellationToken.None).AsTask().Within("a message or the close");
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            bytes.Advance(part.Count);
            if (part.EndOfMessage)
            {
                break;
            }
        }

        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(bytes.WrittenSpan.ToArray(), encoding, frames, out var why), why);
        frames.ForEach(waiting.Enqueue);
        return true;
    }
}

/// <summary>The server has ended a connection where a frame was expected.</summary>
internal sealed class ConnectionEndedException(int? code, string? reason) : InvalidOperationException($"The connection ended: {code} {reason}")
{
    public int? Code { get; } = code;
}
