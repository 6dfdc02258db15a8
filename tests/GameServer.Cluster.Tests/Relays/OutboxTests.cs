using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Relays;

public sealed class OutboxTests
{
    // What docs/protocol.md says that one client can cost.
    private const int MostBytes = 512 * 1024;

    private readonly Outbox outbox = new(FrameEncoding.Binary, new NodeLimits().OutboxBytes);
    private int mostWaiting;

    [Fact]
    public void A_client_that_takes_nothing_holds_no_more_than_the_protocol_says()
    {
        Fill(until: outbox.MaxBytes - 2048);
        var onItsWay = outbox.Take();
        Fill(until: int.MaxValue);

        Assert.InRange(mostWaiting, outbox.MaxBytes - 2048, outbox.MaxBytes);
        Assert.InRange(onItsWay.Length + mostWaiting, MostBytes - 4096, MostBytes);
        Assert.Equal(CloseCodes.TooSlow, outbox.Closing?.CloseCode);
        Assert.Equal(0, outbox.Waiting);
    }

    [Fact]
    public void What_waited_for_a_client_that_is_cut_off_is_not_sent()
    {
        Fill(until: int.MaxValue);
        Assert.True(outbox.Take().IsEmpty);
        Assert.False(outbox.Write(new PongFrame(null, 1, null)));
    }

    [Fact]
    public async Task Frames_that_are_written_together_are_taken_together_whenever_that_is()
    {
        const int Pairs = 20_000;
        var endless = new Outbox(FrameEncoding.Binary, int.MaxValue);
        var joined = new JoinedFrame(0, "j", "room", "counter", 0, 1, 1, "e1", 7, 0, 20, false, 1);
        var resync = new ResyncFrame(0, 1, "e1", 7, ResyncReasons.LogTrimmed);
        endless.Write(joined, resync);
        var pair = endless.Take().Length;
        endless.Sent();
        var writing = Task.Run(() =>
        {
            for (var written = 0; written < Pairs; written++)
            {
                endless.Write(joined, resync);
            }

            endless.Close(CloseCodes.Normal, "");
        });
        var (taken, parted) = (0, 0);
        while (endless.Closing is null || endless.Waiting > 0)
        {
            var bytes = endless.Take().Length;
            endless.Sent();
            taken += bytes;
            parted += bytes % pair == 0 ? 0 : 1;
        }

        await writing;
        Assert.Equal((Pairs * pair, 0), (taken, parted));
    }

    /// <summary>Writes events until so much waits, or no more is taken.</summary>
    private void Fill(int until)
    {
        while (outbox.Waiting < until && outbox.Write(new LeftFrame(1, LeftCodes.Kicked, new string('x', 1000))))
        {
            mostWaiting = Math.Max(mostWaiting, outbox.Waiting);
        }
    }
}
