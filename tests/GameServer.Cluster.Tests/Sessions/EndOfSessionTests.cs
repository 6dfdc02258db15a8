using System.Collections;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class EndOfSessionTests : NodeTest
{
    [Fact]
    public void Silent_connection_is_closed_after_fifteen_seconds_and_its_seat_kept_for_the_grace_time()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        Pass(TimeSpan.FromSeconds(10));
        bob.Send(new PingFrame(null, 1));
        Pass(TimeSpan.FromSeconds(4));
        Assert.Null(ann.Connection.Closing);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(CloseCodes.Silent, ann.Connection.Closing?.CloseCode);

        bob.Skim();
        Assert.Equal(1L, bob.Copy.Rows("counters").First().Values[1]);
        ann.Reconnect();
        ann.Room(joined.RoomId, "back");
        Ticks(1);
        Assert.Equal(joined.Seat, ann.Expect<JoinedFrame>().Seat);
    }

    [Fact]
    public void Any_frame_is_a_sign_of_life()
    {
        var ann = Seated("ann");
        for (var i = 0; i < 5; i++)
        {
            Pass(TimeSpan.FromSeconds(10));
            ann.Send(new PingFrame(null, i));
        }

        Assert.Null(ann.Connection.Closing);
    }

    [Fact]
    public void Draining_node_asks_its_clients_to_come_back_at_random_times()
    {
        const int Clients = 40;
        var clients = Enumerable.Range(0, Clients).Select(i => Seated($"player-{i}")).ToArray();
        Server.Sessions.Tell(new DrainSessions(TimeSpan.FromSeconds(4)), Akka.Actor.ActorRefs.NoSender);

        var waits = clients.Select(client =>
        {
            Assert.Equal(CloseCodes.GoingAway, client.Connection.Closing?.CloseCode);
            var goAway = client.Expect<GoAwayFrame>();
            Assert.Equal(GoAwayCodes.ShuttingDown, goAway.Code);
            return goAway.RetryAfter;
        }).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, 0, 4000));
        // Some in each quarter of the time, and in no order.
        Assert.Equal(4, waits.Select(wait => wait / 1001).Distinct().Count());
        Assert.NotEqual(waits.Order(), waits);
        Assert.NotEqual(waits.OrderDescending(), waits);
        Assert.Throws<InvalidOperationException>(() => Connect("late"));
    }

    [Fact]
    public void Full_node_takes_no_more_sessions_until_one_ends()
    {
        Limits = new NodeLimits { Sessions = 2 };
        var ann = Seated("ann");
        Seated("bob");
        Assert.Throws<InvalidOperationException>(() => Connect("carl"));
        ann.Connection.Cut();
        Seated("carl");
    }

    [Fact]
    public void Session_that_fails_loses_only_itself()
    {
        var ann = Seated("ann", out var joined);
        var bob = Seated("bob");
        ann.Connection.Deliver(new BrokenFrames());
        Assert.Equal(CloseCodes.GoingAway, ann.Connection.Closing?.CloseCode);

        bob.Command(1, "add", 1);
        Ticks(1);
        Assert.Equal(1, bob.Expect<AnswerFrame>().Payload);
        bob.Skim();
        Assert.Equal(1L, bob.Copy.Rows("counters").First().Values[1]);
        ann.Reconnect();
        ann.Room(joined.RoomId, "back", cursor: ann.Cursor);
        Ticks(1);
        Assert.Equal(joined.Seat, ann.Expect<JoinedFrame>().Seat);
    }

    /// <summary>What no decoder makes.</summary>
    private sealed class BrokenFrames : IReadOnlyList<ClientFrame>
    {
        public int Count => 1;

        public ClientFrame this[int index] => throw new InvalidOperationException("These frames are broken.");

        public IEnumerator<ClientFrame> GetEnumerator() => throw new InvalidOperationException("These frames are broken.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
