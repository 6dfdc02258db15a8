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
    public void Draining_node_serves_its_clients_and_asks_them_to_come_back_at_random_times()
    {
        const int Clients = 40;
        var clients = Enumerable.Range(0, Clients).Select(i => Seated($"player-{i}")).ToArray();
        Server.Sessions.Tell(new DrainSessions(TimeSpan.FromSeconds(4)), Akka.Actor.ActorRefs.NoSender);
        Assert.Throws<InvalidOperationException>(() => Connect("late"));

        var gone = new int[4];
        var order = new List<int>();
        for (var quarter = 0; quarter < gone.Length; quarter++)
        {
            var before = order.Count;
            for (var i = 0; i < TickRate; i++)
            {
                Ticks(1);
                order.AddRange(Enumerable.Range(0, Clients).Where(client => clients[client].Connection.Closing is not null).Except(order).ToArray());
            }

            gone[quarter] = order.Count - before;
            foreach (var client in clients.Where(client => client.Connection.Closing is null))
            {
                // It plays on until it is its turn.
                client.Skim();
                client.Command(quarter + 1, "add", 1);
                Ticks(1);
                if (client.Connection.Closing is null)
                {
                    Assert.Equal(quarter + 1, client.Expect<AnswerFrame>().N);
                }
            }
        }

        Pass(TimeSpan.FromSeconds(1));
        Assert.All(clients, client =>
        {
            Assert.Equal(CloseCodes.GoingAway, client.Connection.Closing?.CloseCode);
            Assert.Equal((GoAwayCodes.ShuttingDown, 0), (client.Expect<GoAwayFrame>() is var goAway ? goAway.Code : "", goAway.RetryAfter));
        });
        // Some in each part of the time, and in no order.
        Assert.All(gone.Take(2), some => Assert.NotEqual(0, some));
        Assert.NotEqual(order.Order(), order);
        Assert.NotEqual(order.OrderDescending(), order);
    }

    [Fact]
    public void One_whose_turn_is_later_than_the_node_can_wait_is_told_when_to_come_back()
    {
        var clients = Enumerable.Range(0, 20).Select(i => Seated($"player-{i}")).ToArray();
        Server.Sessions.Tell(new DrainSessions(TimeSpan.FromSeconds(300)), Akka.Actor.ActorRefs.NoSender);
        for (var i = 0; i < 11; i++)
        {
            Pass(TimeSpan.FromSeconds(1));
            Array.ForEach(clients, client => client.Send(new PingFrame(null, i)));
        }

        var waits = clients.Select(client => client.Expect<GoAwayFrame>().RetryAfter).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, 0, 290_000));
        Assert.Contains(waits, wait => wait > 100_000);
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
