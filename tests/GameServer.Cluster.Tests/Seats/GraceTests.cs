using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Seats;

public sealed class GraceTests : NodeTest
{
    [Fact]
    public void Player_whose_connection_was_cut_comes_back_to_the_seat_with_what_it_missed()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Command(1, "add", 41);
        Ticks(1);
        ann.Skim();
        var told = ann.Events.Count;
        ann.Connection.Cut();
        bob.Command(1, "say", "for all");
        bob.Command(2, "whisper", Payload.Map(("to", 0), ("text", "for ann")));
        bob.Command(3, "whisper", Payload.Map(("to", 1), ("text", "for bob")));
        Pass(TimeSpan.FromSeconds(4.9));

        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        var back = ann.Expect<JoinedFrame>();
        Assert.Equal(joined.Seat, back.Seat);
        Assert.True(back.Attach > joined.Attach);
        ann.ExpectNone<FullFrame>();
        ann.ExpectNone<ResyncFrame>();
        Assert.Equal(["for all", "for ann"], ann.Events.Skip(told).Select(item =>
            item.Name == "said" ? item.Payload["text"].AsText(20) : item.Payload.AsText(20)));
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
        Assert.True((long)ann.Copy.Rows("counters").First().Values[0]! >= 41);
    }

    [Fact]
    public void Page_that_was_reloaded_gets_the_seat_and_full_state_but_no_old_events()
    {
        var ann = Seated("ann", out var joined);
        ann.Command(1, "say", "old");
        Ticks(1);
        ann.Connection.Cut();
        Pass(TimeSpan.FromSeconds(1));
        ann.Reconnect();
        ann.Forget();
        ann.Events.Clear();
        ann.Room(joined.RoomId, "reloaded");
        Ticks(2);

        Assert.Equal(joined.Seat, ann.Expect<JoinedFrame>().Seat);
        ann.Expect<FullFrame>();
        Assert.Empty(ann.Events);
    }

    [Fact]
    public void Input_numbers_go_on_where_they_were()
    {
        var ann = Seated("ann", out var joined);
        ann.Input(1, 1);
        ann.Input(2, 1);
        Ticks(3);
        ann.Connection.Cut();
        ann.Reconnect();
        ann.Room(joined.RoomId, "back");
        Ticks(1);
        Assert.Equal(2, ann.Expect<JoinedFrame>().Input);
        Assert.Equal(2, ann.Expect<FullFrame>().Input);
    }

    [Fact]
    public void Seat_is_kept_for_exactly_the_grace_time()
    {
        var ann = Seated("ann");
        var bob = Seated("bob");
        ann.Connection.Cut();
        Ticks(1);
        bob.Skim();
        Assert.Equal([1L, 0L], bob.Copy.Rows("counters").Select(row => row.Values[1]));
        Ticks(5 * TickRate - 1);
        bob.Skim();
        Assert.Equal(2, bob.Copy.Rows("counters").Count());
        Ticks(1);
        bob.Skim();
        Assert.Equal([1L], bob.Copy.Rows("counters").Select(row => row.Key));
        Assert.Equal("left", bob.Events[^1].Name);
    }

    [Fact]
    public void Former_player_of_a_seat_cannot_read_what_the_next_one_was_told_nor_the_other_way_round()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        bob.Command(1, "whisper", Payload.Map(("to", 0), ("text", "for ann")));
        Ticks(1);
        ann.Skim();
        var annsCursor = ann.Cursor;
        ann.Connection.Cut();
        Pass(TimeSpan.FromSeconds(6));

        // Carl takes the seat, and claims to have been there from the beginning.
        var carl = Connect("carl");
        carl.Room(joined.RoomId, cursor: annsCursor!.Value with { Offset = 0 });
        Ticks(1);
        Assert.Equal(joined.Seat, carl.Expect<JoinedFrame>().Seat);
        Assert.Equal(ResyncReasons.Epoch, carl.Expect<ResyncFrame>().Reason);
        bob.Command(2, "whisper", Payload.Map(("to", 0), ("text", "for carl")));
        Ticks(1);
        carl.Skim();
        Assert.DoesNotContain(carl.Events, item => item.Payload == "for ann");
        Assert.Contains(carl.Events, item => item.Payload == "for carl");

        // Ann comes back with her cursor: to another seat, and not to Carl's post.
        ann.Events.Clear();
        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: annsCursor);
        Ticks(2);
        Assert.Equal(2, ann.Expect<JoinedFrame>().Seat);
        Assert.Equal(ResyncReasons.Epoch, ann.Expect<ResyncFrame>().Reason);
        Assert.DoesNotContain(ann.Events, item => item.Payload == "for carl");
    }

    [Fact]
    public void Seat_that_changes_hands_within_a_tick_does_not_tell_one_what_was_for_the_other()
    {
        Settings = Settings with { Seats = 2 };
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Skim();
        var carl = Connect("carl");
        bob.Command(1, "whisper", Payload.Map(("to", 0), ("text", "for ann")));
        ann.Send(new LeaveFrame(1));
        carl.Room(joined.RoomId);
        bob.Command(2, "whisper", Payload.Map(("to", 0), ("text", "for carl")));
        Ticks(2);

        ann.Skim();
        carl.Skim();
        Assert.DoesNotContain(ann.Events, item => item.Payload == "for carl" || item.Payload == "carl");
        Assert.Equal([(Payload)"carl", "for carl"], carl.Events.Where(item => item.Name is "welcome" or "whispered").Select(item => item.Payload));
    }

    [Fact]
    public void Game_that_gives_seats_up_at_once_keeps_none()
    {
        Settings = Settings with { Away = GameServer.Rooms.AwayRule.GiveUpSeat };
        var ann = Seated("ann");
        var bob = Seated("bob");
        ann.Connection.Cut();
        Ticks(1);
        bob.Skim();
        Assert.Equal([1L], bob.Copy.Rows("counters").Select(row => row.Key));
    }
}
