using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using GameServer.Cluster.Tests.Serialization;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Rooms, relays and sessions on three nodes that speak to each other over real connections.</summary>
public sealed class ThreeNodesTests : ThreeNodes
{
    [Fact]
    public async Task Players_of_one_room_on_three_nodes_see_the_same_state_and_events()
    {
        var clients = await SeatedInOneRoomAsync();
        var states = clients.Select(Remember).ToArray();
        for (var n = 1; n <= 10; n++)
        {
            foreach (var client in clients)
            {
                client.Command(2 * n - 1, "add", n);
                client.Command(2 * n, "say", $"hello {n}");
                await Until.HoldsAsync(() => client.Try<AnswerFrame>() is { N: var last } && last == 2 * n, $"the answer to command {2 * n}");
                client.Send(new AckFrame(1, 7, 2 * n));
            }
        }

        await Until.HoldsAsync(
            () =>
            {
                Array.ForEach(clients, client => client.Skim());
                return clients.All(client => client.Events.Count(made => made.Name == "said") == 30) && Common(states).Count() >= 20;
            },
            "30 events with each player and 20 states that all have seen");
        Assert.All(Common(states), tick => Assert.Single(states.Select(seen => seen[tick]).Distinct()));
        Assert.Single(clients.Select(client => string.Join('\n', client.Events.Where(made => made.Name == "said"))).Distinct());

        // Nothing was lost on the way for want of a form on the wire.
        Assert.All(Nodes, node => Assert.DoesNotContain(
            node.Entries.At(LogLevel.Warning).Concat(node.Entries.At(LogLevel.Error)),
            said => said.Contains("serializ", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_roll_call_is_answered_by_all_or_fails_when_one_is_silent()
    {
        var calls = Nodes[0].System.ActorOf(RollCallActor.Props());
        while (!await CallAsync())
        {
            // One of them had no time for it.
        }

        // Nobody knows yet that it is gone.
        await Nodes[1].CutOffAsync();
        Assert.False(await CallAsync());

        Task<bool> CallAsync()
        {
            var all = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            calls.Tell(new CallRoll(all), Akka.Actor.ActorRefs.NoSender);
            return all.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void Every_message_that_crosses_is_written_by_the_serializer_of_this_project()
    {
        var system = (Akka.Actor.ExtendedActorSystem)Nodes[0].System;
        var samples = new MessageSamples(new Random(1), [system.DeadLetters]);
        Assert.All(MessageSamples.Types, type => Assert.IsType<ClusterMessageSerializer>(
            system.Serialization.FindSerializerFor(samples.Make(type))));
        Assert.Throws<System.Runtime.Serialization.SerializationException>(() => system.Serialization.FindSerializerFor(new RoomNeighbours(null!, null!)));
    }

    [Fact]
    public async Task New_rooms_spread_over_the_nodes_that_carry_rooms_and_a_gateway_reaches_them_all()
    {
        var gateway = await ClusterNode.StartAsync(Nodes[0], NodeRoles.Gateway);
        Nodes.Add(gateway);
        await AreUpAsync();
        for (var i = 0; i < 12; i++)
        {
            var maker = await JoinAsync(gateway.Connect($"maker-{i}"), client => client.Create());
            maker.Input(1, 5);
            await Until.HoldsAsync(
                () =>
                {
                    maker.Skim();
                    return maker.Copy.Rows("counters").Any(row => (long)row.Values[0]! >= 5);
                },
                "the input's effect");
        }

        Assert.Equal(0, gateway.RoomCount.Count);
        Assert.All(Nodes.Take(3), node => Assert.InRange(node.RoomCount.Count, 1, 10));
        Assert.Equal(12, Nodes.Sum(node => node.RoomCount.Count));
    }

    [Fact]
    public async Task The_node_of_a_relay_leaves_and_the_others_play_on()
    {
        var clients = await SeatedInOneRoomAsync();
        var home = Nodes.Single(node => node.RoomCount.Count == 1);
        var leaving = Nodes.First(node => node != home);
        var stays = clients.Where((_, index) => Nodes[index] != leaving).ToArray();
        Nodes.Remove(leaving);
        await leaving.DisposeAsync();

        await Until.HoldsAsync(
            () =>
            {
                Array.ForEach(stays, client => client.Skim());
                // The seat is away: its counter rests, and those who stay see it.
                return stays.All(client => client.Copy.Rows("counters").Count(row => (long)row.Values[1]! == 1) == 1);
            },
            "those who stay to see that one is away");
        Assert.Equal(0, stays.Sum(client => client.All<LeftFrame>().Count));
        stays[0].Command(1, "say", "still here");
        await Until.HoldsAsync(
            () =>
            {
                Array.ForEach(stays, client => client.Skim());
                return stays.All(client => client.Events.Any(made => made.Name == "said"));
            },
            "those who stay to hear each other");
    }

    [Fact]
    public async Task The_matchmaker_moves_when_its_node_leaves()
    {
        // The oldest is its home.
        var oldest = Nodes[0];
        Nodes.RemoveAt(0);
        await oldest.DisposeAsync();
        await AreUpAsync();
        var player = Nodes[1].Connect("player");
        await JoinAsync(player, client => client.Quick());
        Assert.Equal(1, Nodes.Sum(node => node.RoomCount.Count));
    }

    private static Dictionary<long, string> Remember(Client client)
    {
        var states = new Dictionary<long, string>();
        client.Followed = copy => states[copy.Tick] = copy.Describe();
        return states;
    }

    private static IEnumerable<long> Common(Dictionary<long, string>[] states) =>
        states[0].Keys.Where(tick => states.All(seen => seen.ContainsKey(tick)));
}
