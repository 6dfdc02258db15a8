using System.Net.WebSockets;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Contract;

/// <summary>A WebSocket.</summary>
internal sealed class SocketLink(Holding held, Uri server, string token, bool abandons, CancellationToken stay) : Link(held, stay)
{
    private static readonly TimeSpan between = TimeSpan.FromMilliseconds(30);

    private readonly ClientWebSocket socket = new();

    private CancellationToken Ended => abandons ? CancellationToken.None : Left;

    internal override async Task RunAsync(JoinFrame join, Action joined)
    {
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws" }.Uri, Left);
        await SendAsync(new HelloFrame(Limits.Version, token, "contract"), join);
        await NextAsync(frame => frame is JoinedFrame);
        joined();
        await TogetherAsync(NextAsync(frame => frame is GoAwayFrame), SayAsync());
        throw new IOException("The server asks to go.");
    }

    public override void Dispose()
    {
        socket.Dispose();
        base.Dispose();
    }

    /// <summary>Receives until such a frame has come.</summary>
    private async Task NextAsync(Predicate<ServerFrame> last)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            // A socket whose receive is cancelled is reset; one that is abandoned stays open and nobody listens.
            var part = await socket.ReceiveAsync(buffer, Ended).WaitAsync(Left);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException($"Closed with {socket.CloseStatus}.");
            }

            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            var frames = Decode(message.ToArray(), FrameEncoding.Binary);
            message.SetLength(0);
            Take(frames);
            if (frames.Exists(last))
            {
                return;
            }
        }
    }

    private async Task SayAsync()
    {
        using var timer = new PeriodicTimer(between);
        var said = new HashSet<(Type, long)>();
        do
        {
            // On one connection nothing is lost: each thing is said once.
            var frames = ToSay().Where(frame => said.Add(frame switch
            {
                InputFrame input => (typeof(InputFrame), input.N),
                CommandFrame command => (typeof(CommandFrame), command.N),
                _ => (frame.GetType(), ((AckFrame)frame).N),
            })).ToArray();
            if (frames.Length > 0)
            {
                Said(frames);
                await SendAsync(frames);
            }

            await SendAsync(new PingFrame(null, said.Count));
        }
        while (await timer.WaitForNextTickAsync(Left));
    }

    private Task SendAsync(params ClientFrame[] frames) => socket.SendAsync(
        RawClient.Encode(FrameEncoding.Binary, frames), WebSocketMessageType.Binary, true, Ended).WaitAsync(Left);
}
