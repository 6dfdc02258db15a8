using System.Net.WebSockets;
using GameServer.Cluster.Relays;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports;

public sealed class SendPumpTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StalledSocket socket = new();
    private readonly Outbox outbox = new(FrameEncoding.Binary, 1024);

    public void Dispose() => socket.Dispose();

    [Fact]
    public async Task What_waited_during_a_send_goes_out_as_one_message_and_then_the_close()
    {
        outbox.Write(new PongFrame(null, 1, null));
        var pump = new SendPump(socket, outbox, time).RunAsync();
        await socket.Sending.Within("the first message");
        outbox.Write(new PongFrame(null, 2, null));
        outbox.Write(new PongFrame(null, 3, null));
        outbox.Close(CloseCodes.GoingAway, "going");
        socket.Take();
        await pump.Within("the pump to end");
        Assert.Equal([1, 2], socket.Taken.Select(message => Decode(message).Count));
        Assert.Equal(CloseCodes.GoingAway, socket.ClosedWith);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_ten_seconds_is_cut_off()
    {
        outbox.Write(new PongFrame(null, 1, null));
        var pump = new SendPump(socket, outbox, time).RunAsync();
        await socket.Sending.Within("the first message");
        time.Advance(SendPump.SendTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(pump.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await pump.Within("the pump to end");
        Assert.Equal(WebSocketState.Aborted, socket.State);
    }

    [Fact]
    public async Task A_client_for_which_too_much_waits_is_closed_as_too_slow()
    {
        outbox.Write(new PongFrame(null, 1, null));
        var pump = new SendPump(socket, outbox, time).RunAsync();
        await socket.Sending.Within("the first message");
        while (outbox.Write(new LeftFrame(1, LeftCodes.Kicked, new string('x', 200))))
        {
        }

        socket.Take();
        await pump.Within("the pump to end");
        Assert.Single(socket.Taken);
        Assert.Equal(CloseCodes.TooSlow, socket.ClosedWith);
    }

    private static List<ServerFrame> Decode(byte[] message)
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(message, FrameEncoding.Binary, frames, out _));
        return frames;
    }
}
