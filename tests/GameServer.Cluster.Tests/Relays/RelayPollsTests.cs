using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Relays;

public sealed class RelayPollsTests : RelayTest
{
    private static readonly TimeSpan hold = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_join_that_asks_again_is_answered_once()
    {
        Relay.Tell(Poll(0, joining: true));
        Relay.Tell(Poll(0, joining: true));
        Snapshot(tick: 10);
        Assert.False(Session.ExpectMsg<PollAnswer>().Frames.IsEmpty);
        Assert.False(Session.HasMessages);
    }

    [Fact]
    public void A_join_that_asks_again_and_again_waits_no_longer_for_that()
    {
        for (var asked = 0; asked < 3; asked++)
        {
            Relay.Tell(Poll(0, joining: true));
            Time.Advance(TimeSpan.FromSeconds(2), 20);
        }

        Assert.Equal(ErrorCodes.Busy, Session.ExpectMsg<PollAnswer>().Refusal);
    }

    [Fact]
    public void A_poll_ends_the_one_of_its_player_and_session_and_an_end_the_one_that_it_names()
    {
        Snapshot(tick: 10);
        Relay.Tell(Poll(1, "ann", "tab"));
        Relay.Tell(Poll(2, "ann", "other tab"));
        Relay.Tell(Poll(3, "bob", "tab"));
        Assert.Equal([1L, 2, 3], Answered(3, refusal: null));

        Envelopes(11);
        Relay.Tell(Poll(4, "ann", "tab", at: 11));
        Relay.Tell(Poll(5, "ann", "other tab", at: 11));
        Relay.Tell(Poll(6, "bob", "tab", at: 11));
        Assert.False(Session.HasMessages);
        Relay.Tell(Poll(7, "ann", "tab", at: 11));
        Assert.Equal([4L], Answered(1, PollRefusals.Superseded));
        Relay.Tell(new EndPoll(RoomId, 6, Session));
        Relay.Tell(new EndPoll(RoomId, 6, Rooms));
        Envelopes(12);
        Assert.Equal([5L, 7], Answered(2, refusal: null));
        Assert.False(Session.HasMessages);

        // Ended by its number or by a newer one, a session's place is free.
        Relay.Tell(Poll(8, "bob", "tab", at: 12));
        Relay.Tell(Poll(9, "ann", "tab", at: 12));
        Assert.False(Session.HasMessages);
    }

    [Fact]
    public void A_frame_that_no_client_would_take_is_refused()
    {
        Snapshot(tick: 10, events: [Event(1, new string('x', Limits.ServerMessageBytes))]);
        Relay.Tell(Poll(1, at: 5));
        Assert.Equal([1L], Answered(1, ErrorCodes.TooLarge));
        Assert.Contains(RoomId, Assert.Single(Entries.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_seat_that_polls_in_many_tabs_gives_one_sign_of_life()
    {
        Snapshot(tick: 10, holders: [new SeatHolder(0, 1, "ann", 1, 0)]);
        Relay.Tell(new RoomHeldUp(RoomId), Rooms);
        for (var tab = 1; tab <= 3; tab++)
        {
            Relay.Tell(Poll(tab, "ann", $"tab {tab}", at: 10) with { Attach = 1 });
        }

        for (var second = 0; second < 6; second++)
        {
            Relay.Tell(new RoomHeldUp(RoomId), Rooms);
            Time.Advance(TimeSpan.FromSeconds(1), 20);
        }

        var signs = new List<SeatsAlive>();
        while (Rooms.HasMessages)
        {
            signs.AddRange(Rooms.ReceiveOne() is SeatsAlive alive ? [alive] : []);
        }

        Assert.Equal(1, signs.Max(alive => alive.Seats.Count));
        Assert.Contains(signs, alive => !alive.Seats[0].NewPoll);
    }

    private void Envelopes(long tick) => Envelope(tick - 10, tick);

    private long[] Answered(int count, string? refusal)
    {
        var answers = Enumerable.Range(0, count).Select(_ => Session.ExpectMsg<PollAnswer>()).ToArray();
        Assert.All(answers, answer => Assert.Equal(refusal, answer.Refusal));
        return [.. answers.Select(answer => answer.Id).Order()];
    }

    private PollRoom Poll(long id, string player = "ann", string session = "tab", long at = 0, bool joining = false) => new(
        RoomId, id, player, session, 0, 0, at == 0 ? null : new Cursor(1, "epoch", 0, at), 0, FrameEncoding.Binary,
        joining ? TimeSpan.Zero : hold, joining ? new JoinedSeat("join", null) : null, Session);
}
