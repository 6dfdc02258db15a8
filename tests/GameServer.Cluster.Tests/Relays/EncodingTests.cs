using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Relays;

public sealed class EncodingTests : NodeTest
{
    [Fact]
    public void Text_and_binary_readers_get_the_same()
    {
        var ann = Seated("ann", out var joined);
        var binary = Connect("binary");
        var text = Connect("text", FrameEncoding.Text);
        binary.Room(joined.RoomId, watch: true);
        text.Room(joined.RoomId, watch: true);
        Assert.Equal(binary.Expect<JoinedFrame>(), text.Expect<JoinedFrame>());
        for (var n = 1; n <= 30; n++)
        {
            ann.Command(n, n % 2 == 0 ? "add" : "say", n % 2 == 0 ? n : $"é \"{n}\" \n ∑");
            ann.Input(n, -n);
            Ticks(1);
            ann.Skim();
            binary.Skim();
            text.Skim();
            Assert.Equal(binary.Copy.Describe(), text.Copy.Describe());
        }

        Assert.Equal(15, text.Events.Count);
        Assert.Equal(binary.Events, text.Events);
        Assert.Equal(binary.Cursor, text.Cursor);
    }

    [Fact]
    public void Player_may_play_in_text()
    {
        var ann = Seated("ann", out var joined, FrameEncoding.Text);
        ann.Command(1, "add", 5);
        ann.Command(2, "add", 5.5);
        ann.Command(4, "add", 1);
        ann.Input(1, 1);
        ann.Send(new PingFrame(1, 7));
        Ticks(1);

        Assert.Equal([null, ErrorCodes.BadPayload], ann.All<AnswerFrame>().Select(answer => answer.Code));
        Assert.Equal(3, ann.ExpectError(ErrorCodes.CommandGap).Details["expected"]);
        Assert.Equal(7, ann.Expect<PongFrame>().Nonce);
        ann.Connection.Cut();
        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        Assert.Equal(joined.Seat, ann.Expect<JoinedFrame>().Seat);
        ann.ExpectNone<FullFrame>();
        ann.Skim();
        Assert.Equal(6L, ann.Copy.Rows("counters").Single().Values[0]);
    }
}
