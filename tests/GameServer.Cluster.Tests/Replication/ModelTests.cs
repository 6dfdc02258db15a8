using CsCheck;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// Incarnations of a room under all that befalls a cluster, in thousands of interleavings. What must hold: (1) after a later incarnation
/// has released, no earlier one does; (2) what was released is in the history of every later incarnation, unless the room's node and its
/// store's were lost at the same moment, and then the new one begins with the best copy that is left; (3) nothing is released without
/// the lease; (4) epochs increase; (5) the room becomes whole again and tells what is new; (6) a store acknowledges what it holds
/// completely, and nothing once it is sealed; (7) a room whose store is silent stops; (8) of what players saw of the room 250 ms are taken
/// back at most, with the same exception as (2); (9) a room that takes itself for handed over has its last image at a store.
/// </summary>
public sealed class ModelTests
{
    [Fact]
    public void One_fault_after_the_other_loses_nothing_that_was_released() => Sample(150, cluster =>
    {
        new ModelFaults(cluster).OneByOne(8);
        Assert.True(cluster.Judge.Total > 100, $"Only {cluster.Judge.Total} records were released.");
    });

    [Fact]
    public void One_node_after_the_other_may_die_until_few_are_left() => Sample(50, cluster => new ModelFaults(cluster).Dwindle(3));

    [Fact]
    public void Faults_at_any_time_may_lose_the_room_but_nothing_is_told_that_is_not_so() => Sample(
        50, cluster => new ModelFaults(cluster).AtAnyTime(TimeSpan.FromSeconds(60)));

    private static void Sample(int count, Action<ModelCluster> befall)
    {
        var begun = 0;
        Gen.Select(Gen.Int, Gen.Int[3, 5]).Sample(
            (seed, size) =>
            {
                var cluster = new ModelCluster(seed, size);
                befall(cluster);
                begun += cluster.Begun;
            },
            iter: count,
            threads: 1);
        Assert.True(begun > 2 * count, $"{begun} incarnations in {count} runs: does this test still try anything?");
    }
}
