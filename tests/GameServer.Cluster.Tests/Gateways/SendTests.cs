using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Gateways;

public sealed class SendTests : NodeTest
{
    private readonly List<HttpPlayer> players = [];

    private HttpPlayer Ann()
    {
        var ann = new HttpPlayer(Server, "ann");
        ann.Seat("join", () => Ticks(1));
        players.Add(ann);
        return ann;
    }

    [Fact]
    public void Send_is_answered_when_its_commands_are()
    {
        var ann = Ann();
        var send = ann.Send(HttpPlayer.Command(1, "total", 5), HttpPlayer.Command(2, "total", 6));
        Assert.False(send.IsAnswered);
        Ticks(1);
        Assert.Equal([5L, 11L], ann.Read(send).Cast<AnswerFrame>().Select(answer => answer.Payload.AsInteger()));
    }

    [Fact]
    public void Send_without_commands_is_answered_at_once()
    {
        var ann = Ann();
        Assert.Empty(ann.Read(ann.Send(new InputFrame(0, 1, 5), new AckFrame(0, 7, 1))));
        var pong = Assert.IsType<PongFrame>(ann.Read(ann.Send(new PingFrame(0, 9))).Single());
        Assert.Equal(9, pong.Nonce);
        Assert.True(pong.Time > 0);
    }

    [Fact]
    public void Repeated_send_is_applied_once_and_answered_the_same()
    {
        var ann = Ann();
        ClientFrame[] body = [new InputFrame(0, 1, 5), HttpPlayer.Command(1, "total", 5)];
        var lost = ann.Send(body);
        var again = ann.Send(body);
        Assert.True(lost.IsAnswered);
        Ticks(1);
        var afterwards = ann.Send(body);
        var second = ann.Read(again).OfType<AnswerFrame>().Single();
        var third = ann.Read(afterwards).OfType<AnswerFrame>().Single();
        Assert.Equal((second.N, second.Payload.AsInteger()), (third.N, third.Payload.AsInteger()));
        Assert.Equal(5, third.Payload.AsInteger());
    }

    [Fact]
    public void Join_repeated_over_other_transports_within_a_tick_ends_with_the_seat_of_the_last()
    {
        var ann = Ann();
        var older = ann.Join(ann.ToRejoin("again", new JoinAttempt(4711, 1)));
        Server.Connect("ann", "ann").Send(ann.ToRejoin("again", new JoinAttempt(4711, 2)));
        var last = ann.Join(ann.ToRejoin("again", new JoinAttempt(4711, 3)));
        Ticks(1);
        Assert.True(older.IsAnswered);
        ann.Read(last);
        Holds(ann);
    }

    [Fact]
    public void Join_that_comes_late_does_not_take_the_seat_from_its_repetition()
    {
        var ann = Ann();
        ann.Join(ann.ToRejoin("again", new JoinAttempt(4711, 1)));
        Ticks(1);
        var late = ann.ToRejoin("again", new JoinAttempt(4711, 2));
        var last = ann.Join(ann.ToRejoin("again", new JoinAttempt(4711, 3)));
        Ticks(1);
        ann.Read(last);
        Server.Connect("ann", "ann").Send(late);
        Ticks(1);
        Holds(ann);
    }

    private void Holds(HttpPlayer player)
    {
        var send = player.Send(HttpPlayer.Command(1, "total", 5));
        Ticks(1);
        Assert.Equal(5, Assert.IsType<AnswerFrame>(player.Read(send).Single()).Payload.AsInteger());
    }

    [Fact]
    public void Gap_is_told_with_what_is_expected()
    {
        var ann = Ann();
        var error = Assert.IsType<ErrorFrame>(ann.Read(ann.Send(HttpPlayer.Command(3, "total", 5))).Single());
        Assert.Equal(ErrorCodes.CommandGap, error.Code);
        Assert.Equal(1, error.Details["expected"].AsInteger());
    }

    [Fact]
    public void Leave_is_answered_with_left_and_the_seat_is_gone()
    {
        var ann = Ann();
        var leave = ann.Send(new LeaveFrame(0));
        Ticks(1);
        Assert.Equal(LeftCodes.Left, ann.Read(leave).OfType<LeftFrame>().Single().Code);
        Assert.Equal(ErrorCodes.NotJoined, ann.Send(new InputFrame(0, 1, 1)).Answer.Refusal!.Code);
        Assert.Equal(ErrorCodes.NotJoined, ann.Poll().Answer.Refusal!.Code);
    }

    [Fact]
    public void Seat_of_another_player_cannot_be_used()
    {
        var ann = Ann();
        var eve = new HttpPlayer(Server, "eve");
        eve.StartAt(ann.RoomId, ann.Cursor!.Value, ann.Copy);
        eve.Attach = ann.Attach;
        Assert.Equal(ErrorCodes.NotJoined, eve.Send(new InputFrame(0, 1, 1)).Answer.Refusal!.Code);
    }

    [Fact]
    public void Send_by_an_older_attach_hears_that_the_seat_was_taken_over()
    {
        var ann = Ann();
        var waiting = ann.Send(HttpPlayer.Command(1, "total", 5));
        var socket = Connect("ann");
        socket.Room(ann.RoomId);
        Ticks(1);
        Assert.Equal(LeftCodes.TakenOver, ann.Read(waiting).OfType<LeftFrame>().Single().Code);
        Assert.Equal(LeftCodes.TakenOver, ann.Read(ann.Send(new InputFrame(0, 1, 1))).OfType<LeftFrame>().Single().Code);
    }

    [Fact]
    public void Session_hears_that_a_join_over_http_took_its_seat()
    {
        var socket = Seated("ann", out var joined);
        var ann = new HttpPlayer(Server, "ann");
        ann.StartAt(joined.RoomId, socket.Cursor!.Value, socket.Copy);
        ann.Attach = joined.Attach;
        var over = ann.Rejoin("over");
        Ticks(1);
        var frames = ann.Read(over);
        Assert.DoesNotContain(frames, frame => frame is FullFrame or ResyncFrame);
        Assert.Equal(joined.Seat, frames.OfType<JoinedFrame>().Single().Seat);
        socket.ExpectLeft(LeftCodes.TakenOver);
        Ticks(1);
        ann.Read(ann.Poll());
    }

    [Fact]
    public void Room_that_is_not_there_says_so()
    {
        var ann = new HttpPlayer(Server, "ann");
        ann.StartAt("0123456789", default, ann.Copy);
        ann.Attach = 1;
        Assert.Equal(LeftCodes.RoomGone, ann.Read(ann.Send(new InputFrame(0, 1, 1))).OfType<LeftFrame>().Single().Code);
    }
}
