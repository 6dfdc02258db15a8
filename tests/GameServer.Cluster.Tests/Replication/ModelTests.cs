using CsCheck;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// Incarnations of a room under crashes, cuts, frozen processes, lost and late messages, in thousands of interleavings. One fault at a
/// time: the next comes when the room is settled again, since two deaths at once are the documented loss.
/// </summary>
public sealed class ModelTests
{
    private static readonly TimeSpan duration = TimeSpan.FromSeconds(60);

    [Fact]
    public void Nothing_that_was_released_is_lost_and_never_do_two_incarnations_release()
    {
        var (recoveries, released) = (0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var cluster = new ModelCluster(seed, placesTwice: false);
                cluster.Run(duration);
                recoveries += cluster.Recoveries;
                released += cluster.Released;
                Assert.True(cluster.Released > 100, $"Only {cluster.Released} records were released.");
            },
            iter: 200,
            threads: 1);
        Assert.True(recoveries > 200, $"There were {recoveries} recoveries; does this test still try anything?");
        Assert.True(released > 50_000, $"There were {released} records; does this test still try anything?");
    }

    [Fact]
    public void Nothing_that_was_released_is_lost_even_if_the_room_is_begun_twice() => Gen.Int.Sample(
        seed => new ModelCluster(seed, placesTwice: true).Run(duration), iter: 100, threads: 1);
}
