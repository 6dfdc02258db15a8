using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class RepeatedJoinTests : NodeTest
{
    [Fact]
    public void Same_join_sent_twice_at_once_is_carried_out_and_answered_once()
    {
        var ann = Connect("ann");
        ann.Quick("one");
        ann.Quick("one");
        Ticks(2);

        Assert.Single(ann.All<JoinedFrame>());
        ann.ExpectNone<ErrorFrame>();
    }

    [Fact]
    public void Same_join_sent_again_later_is_answered_again_with_the_same_seat()
    {
        var ann = Seated("ann", out var first);
        Pass(TimeSpan.FromSeconds(14));
        ann.Send(new PingFrame(null, 1));
        Pass(TimeSpan.FromSeconds(14));
        ann.Skim();
        ann.Quick("quick-ann");
        // A check of the session comes right after: the join that was answered long ago has not timed out.
        Pass(TimeSpan.FromSeconds(2));

        var again = ann.Expect<JoinedFrame>();
        Assert.Equal((first.RoomId, first.Seat, first.Attach), (again.RoomId, again.Seat, again.Attach));
        ann.ExpectNone<ResyncFrame>();
        ann.ExpectNone<LeftFrame>();
        ann.Command(1, "add", 3);
        Ticks(1);
        ann.Expect<AnswerFrame>();
    }

    [Fact]
    public void Repeated_join_leaves_no_gap_in_the_events()
    {
        var ann = Seated("ann");
        var bob = Seated("bob");
        for (var n = 1; n <= 10; n++)
        {
            bob.Command(n, n % 2 == 0 ? "say" : "whisper", n % 2 == 0 ? "hi" : Payload.Map(("text", "psst"), ("to", 1)));
            Ticks(1);
            ann.Quick("quick-ann");
        }

        Ticks(1);
        // Client itself checks that every frame of events follows its cursor.
        ann.Skim();
        Assert.Equal(5, ann.Events.Count(item => item.Name == "said"));
    }

    [Theory]
    [InlineData(JoinBy.Quick)]
    [InlineData(JoinBy.Create)]
    public void Same_join_over_a_new_connection_leads_to_the_same_seat(JoinBy how)
    {
        var ann = Connect("ann");
        var join = new JoinFrame(1, "one", how, "counter", false, 0, null, Payload.Nil);
        ann.Send(join);
        Ticks(1);
        var first = ann.Expect<JoinedFrame>();

        ann.Connection.Cut();
        ann.Reconnect();
        ann.Forget();
        ann.Send(join);
        Ticks(1);
        var second = ann.Expect<JoinedFrame>();

        Assert.Equal((first.RoomId, first.Seat), (second.RoomId, second.Seat));
        Assert.True(second.Attach > first.Attach);
        Assert.Equal(1, Server.RoomCount.Count);
        Assert.Single(ann.Copy.Rows("counters"));
    }

    [Fact]
    public void Join_whose_answer_was_lost_with_the_connection_is_carried_out_once()
    {
        var ann = Connect("ann");
        ann.Quick("one");
        ann.Connection.Cut();
        ann.Reconnect();
        ann.Quick("one");
        Ticks(3);

        var joined = ann.Expect<JoinedFrame>();
        ann.Skim();
        Assert.Equal(1, Server.RoomCount.Count);
        var counter = Assert.Single(ann.Copy.Rows("counters"));
        Assert.Equal(joined.Seat, counter.Key);
        Assert.Equal(0L, counter.Values[1]);
    }
}
