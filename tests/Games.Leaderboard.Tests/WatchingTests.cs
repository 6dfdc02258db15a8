using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Leaderboard.Tests;

public sealed class WatchingTests : GameTestKit
{
    [Fact]
    public void Leaderboard_is_there_to_be_watched_and_not_to_be_joined()
    {
        var node = Node(() => new BoardGame("arena"));
        var ann = node.Connect("ann", "Ann");
        ann.Send(new JoinFrame(1, "watch", JoinBy.Room, BoardGame.RoomOf("arena"), true, 0, null, Payload.Nil));
        var bob = node.Connect("bob", "Bob");
        bob.Send(new JoinFrame(2, "join", JoinBy.Room, BoardGame.RoomOf("arena"), false, 0, null, Payload.Nil));
        bob.Send(new JoinFrame(3, "other", JoinBy.Room, BoardGame.RoomOf("chess"), true, 0, null, Payload.Nil));
        node.Time.Advance(TimeSpan.FromSeconds(1), BoardRules.TickRate);
        Assert.Equal(-1, Assert.Single(ann.Receive().OfType<JoinedFrame>()).Seat);
        Assert.Equal(
            [(2, ErrorCodes.JoinRefused), (3, ErrorCodes.RoomGone)],
            bob.Receive().OfType<ErrorFrame>().Select(error => (error.Handle!.Value, error.Code)).Order());
    }

    [Fact]
    public void Leaderboard_of_nothing_is_not_left_lying_about()
    {
        var node = Node(() => new BoardGame("arena"));
        var ann = node.Connect("ann", "Ann");
        ann.Send(new JoinFrame(1, "create", JoinBy.Create, BoardGame.Kind, false, 0, null, Payload.Nil));
        node.Time.Advance(TimeSpan.FromSeconds(5), BoardRules.TickRate);
        Assert.Equal(0, node.RoomCount.Count);
    }
}
