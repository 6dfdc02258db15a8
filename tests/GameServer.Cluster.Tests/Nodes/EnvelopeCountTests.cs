using GameServer.Cluster.Tests.Support;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>What goes over the wire is counted for the process, so no other rooms may be in it.</summary>
[Collection(nameof(Alone))]
public sealed class EnvelopeCountTests : ThreeNodes
{
    [Fact]
    public async Task A_tick_costs_one_envelope_for_each_node_and_one_encoding_for_all()
    {
        var first = await SeatedInOneRoomAsync();
        var roomId = first[0].RoomId!;
        foreach (var node in Nodes)
        {
            await JoinAsync(node.Connect($"second-{Nodes.IndexOf(node)}"), client => client.Room(roomId));
        }

        var home = Nodes.Single(node => node.RoomCount.Count == 1);
        using var envelopes = new Counted("gameserver.envelopes");
        using var encodings = new Counted("gameserver.envelopes.encodings");
        var before = home.Ticks;
        for (var n = 1; n <= 20; n++)
        {
            first[1].Input(n, 1);
            await Until.HoldsAsync(() => home.Ticks >= before + 2 * n, "the room's next ticks");
        }

        var sent = envelopes.Total;
        var encoded = encodings.Total;
        // What is being sent while this counts may be on one side of it only.
        var ticks = home.Ticks - before + 1;
        Assert.InRange(sent, 1, 3 * ticks);
        Assert.InRange(encoded, 1, ticks);
    }
}
