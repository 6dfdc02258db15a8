using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>A room outlives the node that it is on: its players on other nodes play on in it, and nothing that they were told is untold.</summary>
public sealed class SurvivalTests : ThreeNodes
{
    [Fact]
    public async Task A_room_goes_on_when_its_node_leaves()
    {
        var (home, clients) = await SeatedAsync();
        await SayAsync(clients, 1, 10);
        Nodes.Remove(home);
        await home.DisposeAsync();
        await PlaysOnAsync(clients, epoch: 2);
        await SayAsync(clients, 11, 20);
        AssertToldOnce(clients, 20);
        Assert.Equal(1, Nodes.Sum(node => node.RoomCount.Count));
    }

    [Fact]
    public async Task A_room_goes_on_when_its_node_is_cut_off_which_tells_nothing_any_more()
    {
        var (home, clients) = await SeatedAsync();
        var cutOff = home.Connect("cut-off");
        await JoinAsync(cutOff, other => other.Room(clients[0].RoomId!));
        await SayAsync(clients, 1, 10);
        await home.CutOffAsync();
        var before = home.Ticks;
        await PlaysOnAsync(clients, epoch: 2);

        // Its lease is over: what it says to the one who is there was said before the others went on.
        cutOff.Skim();
        var (ticks, told) = (home.Ticks, cutOff.Events.Count);
        cutOff.Command(1, "say", "to nobody");
        await SayAsync(clients, 11, 20);
        AssertToldOnce(clients, 20);
        cutOff.Skim();
        Assert.Equal(ticks, home.Ticks);
        Assert.InRange(ticks - before, 0, CounterGame.Defaults.TickRate * 3 / 2);
        Assert.Equal(told, cutOff.Events.Count);
        Assert.DoesNotContain(clients[0].Events, made => made.ToString().Contains("to nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_room_goes_on_when_one_node_after_the_other_leaves()
    {
        var (home, clients) = await SeatedAsync();
        var stays = Nodes.First(node => node != home);
        var client = clients[Nodes.Where(node => node != home).ToList().IndexOf(stays)];
        await SayAsync([client], 1, 5);
        Nodes.Remove(home);
        await home.DisposeAsync();
        await PlaysOnAsync([client], epoch: 2);
        await SayAsync([client], 6, 10);
        var next = Nodes.Single(node => node != stays);
        Nodes.Remove(next);
        await next.DisposeAsync();
        await Until.HoldsAsync(() => stays.RoomCount.Count == 1, "the room on the last node");
        await SayAsync([client], 11, 15);
        Assert.Equal(15, client.Events.Count(made => made.Name == "said"));
    }

    [Fact]
    public async Task Rooms_move_to_a_node_that_joins_and_their_players_notice_nothing_but_a_moment()
    {
        const int Rooms = 12;
        var players = new List<Client>();
        for (var i = 0; i < Rooms; i++)
        {
            var player = Nodes[0].Connect($"player-{i}");
            await JoinAsync(player, client => client.Create());
            player.Command(1, "total", 1 + i);
            await Until.HoldsAsync(() => player.Try<AnswerFrame>() is { N: 1 }, "an answer");
            players.Add(player);
        }

        var joined = await ClusterNode.StartAsync(Nodes[0]);
        Nodes.Add(joined);
        var waited = 0;
        await Until.HoldsAsync(
            () =>
            {
                if (waited++ % 100 == 0)
                {
                    players.ForEach(player => player.Send(new PingFrame(null, waited)));
                }

                return joined.RoomCount.Count >= 2 && Nodes.Sum(node => node.RoomCount.Count) == Rooms;
            },
            "rooms on the new node");
        for (var i = 0; i < Rooms; i++)
        {
            var player = players[i];
            // It is told that it is in the room anew, or nothing; then it says again what may have been on its way.
            var asked = 0;
            var sum = await Until.FoundAsync(
                () =>
                {
                    if (asked++ % 50 == 0)
                    {
                        player.Command(2, "total", 100);
                    }

                    return player.Try<AnswerFrame>() is { N: 2 } answer ? answer : null;
                },
                "an answer after the move");
            Assert.Equal(101 + i, sum.Payload.AsInteger(0, 1000));
            Assert.Equal(0, player.Resyncs);
        }

        var given = Logged("Room ([^ ]+) is handed over at tick ([0-9]+) with state ([0-9a-f]+)");
        var taken = Logged("Room ([^ ]+) goes on from record [0-9]+ at tick ([0-9]+) with state ([0-9a-f]+), as epoch 2");
        Assert.InRange(taken.Length, 2, Rooms);
        Assert.Equal(given, taken);
    }

    [Fact]
    public async Task A_room_that_its_store_cannot_wake_is_woken_by_way_of_other_nodes()
    {
        // A store whose region leads nowhere, as one that still believes in the node that is gone.
        var entries = new RecordingLog();
        var store = Nodes[0].System.ActorOf(ReplicaStoreActor.Props(ActorRefs.Nobody, TimeProvider.System, entries));
        var self = new NodeId(Nodes[0].Cluster.SelfAddress.ToString(), Nodes[0].Cluster.SelfUniqueAddress.Uid);
        var last = new RoomBatch("LASTHEREXX", 1, "epoch", 1, 0, new CheckpointPiece(0, 1, new byte[] { 1 }), [], IsLast: true);
        store.Tell(new ReplicaParcel(new NodeId("gone", 1), self, [last]), ActorRefs.NoSender);
        await Until.HoldsAsync(
            () => Nodes.Skip(1).All(node => node.Entries.At(LogLevel.Information).Any(said => said.StartsWith("Room LASTHEREXX is woken", StringComparison.Ordinal))),
            "the other nodes to wake the room");
    }

    [Fact]
    public async Task A_node_that_leaves_waits_until_the_rooms_that_it_gave_away_have_begun_elsewhere()
    {
        var store = Nodes[0].System.ActorOf(ReplicaStoreActor.Props(ActorRefs.Nobody, TimeProvider.System, new RecordingLog()));
        store.Tell(new RoomGivenAway("GIVENAWAYX", 3), ActorRefs.NoSender);
        var emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Tell(new EmptyStore(emptied), ActorRefs.NoSender);
        await SealAsync(3);
        Assert.False(emptied.Task.IsCompleted);
        await SealAsync(4);
        await emptied.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Task SealAsync(int epoch) => store.Ask<RoomSealed>(
            asker => new SealRoom("GIVENAWAYX", epoch, $"epoch {epoch}", [], asker), TimeSpan.FromSeconds(20), CancellationToken.None);
    }

    [Fact]
    public async Task The_region_and_those_who_wait_for_rooms_are_told_that_a_node_is_gone()
    {
        var (gone, clients) = await SeatedAsync();
        var stays = Nodes.First(node => node != gone);
        var region = new Listening(((ExtendedActorSystem)stays.System).Provider);
        var waits = new Listening(((ExtendedActorSystem)stays.System).Provider);
        stays.System.ActorOf(GoneNodesActor.Props(region, "/system/sharding/room", waits));
        // What it asks the other regions goes before all this.
        await SayAsync(clients, 1, 5);
        var address = gone.Cluster.SelfAddress;
        Nodes.Remove(gone);
        await gone.DisposeAsync();
        await Until.HoldsAsync(() => region.Heard.Count >= 2, "the region to be told again and again");
        Assert.All(region.Heard, told => Assert.Equal(address, told.Actor.Path.Address));
        Assert.All(region.Heard, told => Assert.True(told.AddressTerminated));
        Assert.Same(NodeGone.Instance, Assert.Single(waits.Told));
    }

    private sealed class Listening(IActorRefProvider provider) : MinimalActorRef
    {
        public ConcurrentQueue<DeathWatchNotification> Heard { get; } = new();

        public ConcurrentQueue<object> Told { get; } = new();

        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender) => Told.Enqueue(message);

        public override void SendSystemMessage(ISystemMessage message) => Heard.Enqueue(Assert.IsType<DeathWatchNotification>(message));
    }

    /// <summary>What the nodes have logged of rooms, ticks and states.</summary>
    private string[] Logged(string line) =>
    [
        .. Nodes.SelectMany(node => node.Entries.At(LogLevel.Information))
            .Select(said => Regex.Match(said, line))
            .Where(match => match.Success)
            .Select(match => string.Join(' ', match.Groups.Values.Skip(1).Select(group => group.Value)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A room, and a player on each node that it is not on.</summary>
    private async Task<(ClusterNode Home, Client[] Clients)> SeatedAsync()
    {
        var maker = await JoinAsync(Nodes[0].Connect("maker"), client => client.Quick());
        var home = Nodes.Single(node => node.RoomCount.Count == 1);
        maker.Send(new LeaveFrame(1));
        Client[] clients = [.. Nodes.Where(node => node != home).Select((node, index) => node.Connect($"player-{index}"))];
        foreach (var client in clients)
        {
            await JoinAsync(client, other => other.Room(maker.RoomId!));
        }

        return (home, clients);
    }

    private static async Task SayAsync(Client[] clients, int from, int to)
    {
        for (var n = from; n <= to; n++)
        {
            foreach (var client in clients)
            {
                client.Command(n, "say", $"word {n}");
            }

            foreach (var client in clients)
            {
                var asked = 0;
                await Until.HoldsAsync(
                    () =>
                    {
                        if (client.Try<JoinedFrame>() is not null || ++asked % 100 == 0)
                        {
                            // What a client does that was told that it is in the room anew, or has waited for long.
                            client.Command(n, "say", $"word {n}");
                        }

                        return client.Try<AnswerFrame>() is { } answer && answer.N == n;
                    },
                    $"the answer to {n}");
            }
        }
    }

    private static async Task PlaysOnAsync(Client[] clients, int epoch)
    {
        foreach (var client in clients)
        {
            await Until.HoldsAsync(
                () =>
                {
                    Assert.Null(client.Try<LeftFrame>());
                    Assert.Null(client.Try<ResyncFrame>());
                    return client.Try<JoinedFrame>() is { } joined && joined.Epoch >= epoch;
                },
                "a player to be back in the room");
        }
    }

    private static void AssertToldOnce(Client[] clients, int words)
    {
        foreach (var client in clients)
        {
            client.Skim();
            Assert.Equal(words * clients.Length, client.Events.Count(made => made.Name == "said"));
            Assert.Equal(client.Events.Select(made => made.Offset).Order(), client.Events.Select(made => made.Offset));
        }

        Assert.Equal(string.Join('\n', clients[0].Events.TakeLast(20)), string.Join('\n', clients[1].Events.TakeLast(20)));
    }
}
