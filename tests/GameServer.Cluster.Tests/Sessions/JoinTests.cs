using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class JoinTests : NodeTest
{
    [Fact]
    public void Quick_match_makes_a_room_and_the_next_player_meets_the_first_there()
    {
        Seated("ann", out var ann);
        Seated("bob", out var bob);

        Assert.Equal(("counter", 0, false, TickRate), (ann.Kind, ann.Seat, ann.Private, ann.TickRate));
        Assert.Equal((ann.RoomId, 1), (bob.RoomId, bob.Seat));
        Assert.True(bob.Attach > ann.Attach);
    }

    [Fact]
    public void Room_id_leads_into_that_room()
    {
        Seated("ann", out var ann);
        var bob = Connect("bob");
        bob.Room(ann.RoomId, handle: 5);
        Ticks(1);

        var joined = bob.Expect<JoinedFrame>();
        Assert.Equal((ann.RoomId, 5, "room"), (joined.RoomId, joined.Handle, joined.JoinId));
    }

    [Fact]
    public void Create_makes_a_private_room_that_only_its_code_leads_to()
    {
        var ann = Connect("ann");
        ann.Create();
        Ticks(1);
        var made = ann.Expect<JoinedFrame>();
        Assert.True(made.Private);

        Seated("stranger", out var elsewhere);
        Assert.NotEqual(made.RoomId, elsewhere.RoomId);

        var bob = Connect("bob");
        bob.Code($" {made.RoomId[..5].ToLowerInvariant()}-{made.RoomId[5..].Replace('0', 'o').Replace('1', 'l')} ");
        Ticks(1);
        Assert.Equal(made.RoomId, bob.Expect<JoinedFrame>().RoomId);
    }

    [Theory]
    [InlineData("too short", ErrorCodes.BadCode)]
    [InlineData("ABCDE-FGHU1", ErrorCodes.BadCode)]
    [InlineData("ABCDE-FGHJK", ErrorCodes.RoomGone)]
    public void Wrong_code_is_refused_and_its_handle_free_again(string code, string expected)
    {
        var ann = Connect("ann");
        ann.Code(code, handle: 3);
        Ticks(1);
        Assert.Equal(3, ann.ExpectError(expected).Handle);

        ann.Quick(handle: 3);
        Ticks(1);
        ann.Expect<JoinedFrame>();
    }

    [Theory]
    [InlineData("no-such-room")]
    [InlineData("ABCDEFGHJK")]
    public void Room_that_does_not_exist_is_gone(string roomId)
    {
        var ann = Connect("ann");
        ann.Room(roomId);
        ann.Room(roomId, "watch", handle: 2, watch: true);
        Pass(TimeSpan.FromSeconds(2));

        Assert.Equal([1, 2], ann.All<ErrorFrame>().OrderBy(error => error.Handle).Select(error =>
        {
            Assert.Equal(ErrorCodes.RoomGone, error.Code);
            return error.Handle!.Value;
        }));
    }

    [Fact]
    public void Kind_that_does_not_exist_is_unknown_for_quick_match_and_create()
    {
        var ann = Connect("ann");
        ann.Quick(kind: "chess");
        ann.ExpectError(ErrorCodes.UnknownKind);
        ann.Create(kind: "chess");
        ann.ExpectError(ErrorCodes.UnknownKind);
    }

    [Fact]
    public void Ninth_room_of_a_session_is_one_too_many()
    {
        var ann = Connect("ann");
        for (var handle = 0; handle < Protocol.Limits.Rooms; handle++)
        {
            ann.Create($"create-{handle}", handle);
        }

        Ticks(1);
        Assert.Equal(8, ann.All<JoinedFrame>().Select(joined => joined.RoomId).Distinct().Count());
        ann.Create("create-8", 8);
        ann.ExpectError(ErrorCodes.TooManyRooms);

        ann.Send(new LeaveFrame(3));
        ann.Create("create-8", 8);
        Ticks(1);
        Assert.Equal(8, ann.Expect<JoinedFrame>().Handle);
    }

    [Fact]
    public void Handle_in_use_takes_no_other_join()
    {
        var ann = Seated("ann", out var joined);
        ann.Quick("another");
        Ticks(1);
        Assert.Equal(1, ann.ExpectError(ErrorCodes.HandleInUse).Handle);

        // The room that has the handle is not disturbed.
        ann.Command(1, "add", 5);
        Ticks(1);
        Assert.Equal(5, ann.Expect<AnswerFrame>().Payload);
        Assert.Equal(1, joined.Handle);
    }

    [Fact]
    public void Session_is_in_a_room_under_one_handle_only()
    {
        var ann = Seated("ann", out var joined);
        ann.Room(joined.RoomId, "again", handle: 2);
        Ticks(1);

        var error = ann.ExpectError(ErrorCodes.AlreadyJoined);
        Assert.Equal(2, error.Handle);
        Assert.Equal(1, error.Details["handle"]);
        ann.ExpectNone<JoinedFrame>();
    }

    [Fact]
    public void Game_refuses_a_join_with_its_reason()
    {
        var ann = Connect("ann");
        ann.Quick(options: "Only on Sundays.");
        Ticks(1);

        Assert.Equal("Only on Sundays.", ann.ExpectError(ErrorCodes.JoinRefused).Details["reason"]);
        ann.ExpectNone<JoinedFrame>();
    }

    [Fact]
    public void Client_that_leaves_before_the_room_has_decided_takes_no_seat()
    {
        Settings = Settings with { Seats = 1 };
        Seated("host", out var host);
        var other = Connect("other");
        other.Room(host.RoomId, "watch", watch: true);
        var host2 = Connect("ann");
        Ticks(1);
        other.Skim();

        // The host goes, and somebody joins and leaves within the same tick.
        host2.Send(
            new JoinFrame(1, "fleeting", JoinBy.Create, "counter", false, 0, null, Payload.Nil),
            new LeaveFrame(1));
        host2.ExpectLeft(LeftCodes.Left);
        Pass(TimeSpan.FromSeconds(1));
        host2.ExpectNone<JoinedFrame>();
        Pass(CounterGame.Defaults.EmptyFor);

        // Its seat is given up, so its room was empty and ended.
        Assert.Equal(1, Server.RoomCount.Count);
    }
}
