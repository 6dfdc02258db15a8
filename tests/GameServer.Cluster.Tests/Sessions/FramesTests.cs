using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class FramesTests : NodeTest
{
    [Fact]
    public void Second_hello_is_ignored_with_an_error()
    {
        var ann = Seated("ann");
        ann.Send(new HelloFrame(1, "token", null));
        ann.ExpectError(ErrorCodes.HelloRepeated);
        Assert.Null(ann.Connection.Closing);
    }

    [Fact]
    public void Unknown_frame_is_answered_and_the_frames_around_it_count()
    {
        var ann = Seated("ann");
        ann.Connection.Deliver([new PingFrame(null, 1), new UnknownFrame("teleport"), new PingFrame(null, 2)]);

        Assert.Contains("teleport", ann.ExpectError(ErrorCodes.UnknownFrame).Message);
        Assert.Equal([1, 2], ann.All<PongFrame>().Select(pong => pong.Nonce));
    }

    [Fact]
    public void Refused_frame_gets_its_own_error_and_uses_no_number()
    {
        var ann = Seated("ann");
        var refused = new ErrorFrame(ErrorCodes.BadPayload, "Too deep.", 1);
        ann.Connection.Deliver([new RefusedFrame(refused), new CommandFrame(1, 7, 1, "add", 1)]);
        Ticks(1);

        Assert.Equal(refused, ann.Expect<ErrorFrame>());
        Assert.Equal(1, ann.Expect<AnswerFrame>().N);
    }

    [Fact]
    public void Ping_with_a_handle_brings_the_rooms_time()
    {
        var ann = Seated("ann");
        Ticks(9);
        ann.Skim();
        ann.Send(new PingFrame(1, 77));

        var pong = ann.Expect<PongFrame>();
        Assert.Equal((1, 77), (pong.Handle, pong.Nonce));
        Assert.Equal(10 * 1000.0 / TickRate, pong.Time!.Value, 1.0);
    }

    [Fact]
    public void Rooms_time_goes_on_while_the_room_has_nothing_to_say()
    {
        Settings = Settings with { TickRate = 7, Kind = "counter" };
        var ann = Connect("ann");
        ann.Quick();
        Server.Time.Advance(TimeSpan.FromSeconds(3), 7);
        ann.Skim();
        for (var tick = 0; tick < 20; tick++)
        {
            Server.Time.Step(7);
            ann.Send(new PingFrame(1, tick));
            Assert.Equal((22 + tick) * 1000.0 / 7, ann.Expect<PongFrame>().Time!.Value, 1.5);
        }
    }

    [Fact]
    public void Ping_without_a_handle_brings_no_time()
    {
        var ann = Seated("ann");
        ann.Send(new PingFrame(null, -5));
        Assert.Equal(new PongFrame(null, -5, null), ann.Expect<PongFrame>());
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void Nothing_goes_to_a_room_that_was_not_joined(int handle)
    {
        var ann = Seated("ann", out var joined);
        ann.Send(new LeaveFrame(1));
        ann.Room(joined.RoomId, "watch", handle: 2, watch: true);
        Ticks(1);
        ann.Skim();

        ann.Input(1, 1, handle);
        Assert.Equal(handle, ann.ExpectError(ErrorCodes.NotJoined).Handle);
        ann.Command(1, "add", 1, handle);
        Assert.Equal(handle, ann.ExpectError(ErrorCodes.NotJoined).Handle);
        ann.Send(new AckFrame(handle, 7, 1));
        Assert.Equal(handle, ann.ExpectError(ErrorCodes.NotJoined).Handle);
    }

    [Fact]
    public void Inputs_and_commands_before_joined_are_refused()
    {
        var ann = Connect("ann");
        ann.Quick();
        ann.Input(1, 1);
        ann.ExpectError(ErrorCodes.NotJoined);
        ann.Command(1, "add", 1);
        ann.ExpectError(ErrorCodes.NotJoined);
        Ticks(1);
        ann.Expect<JoinedFrame>();
    }

    [Fact]
    public void Leaving_gives_up_the_seat_at_once_and_frees_the_handle()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Send(new LeaveFrame(1));
        Assert.Equal("You left the room.", ann.ExpectLeft(LeftCodes.Left).Message);
        Ticks(1);
        ann.Skim();
        bob.Skim();
        Assert.Equal([1L], bob.Copy.Rows("counters").Select(row => row.Key));

        Ticks(5);
        ann.ExpectNone<DeltaFrame>();
        ann.Send(new LeaveFrame(1));
        ann.ExpectError(ErrorCodes.NotJoined);
        ann.Room(joined.RoomId, "again");
        Ticks(1);
        Assert.Equal(0, ann.Expect<JoinedFrame>().Seat);
    }
}
