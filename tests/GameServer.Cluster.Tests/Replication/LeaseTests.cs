using CsCheck;
using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class LeaseTests
{
    private static readonly NodeId[] nodes = [.. Enumerable.Range(0, 7).Select(i => new NodeId($"node-{i}", i))];

    [Fact]
    public void It_is_held_exactly_while_a_majority_answered_what_was_asked_within_a_second() => Gen.Select(
        Gen.Int[1, nodes.Length], Gen.Select(Gen.Int[0, nodes.Length - 1], Gen.Int[0, 3000]).Array[0, 12], Gen.Int[0, 5000]).Sample(
        (count, answers, now) =>
        {
            var lease = new Lease(nodes[0]);
            lease.SetVoters(nodes[..count], []);
            foreach (var (voter, asked) in answers)
            {
                lease.Answered(nodes[voter], TimeSpan.FromMilliseconds(asked));
            }

            var recent = answers.Where(answer => now - answer.Item2 < 1000 && answer.Item1 > 0 && answer.Item1 < count)
                .Select(answer => answer.Item1).Distinct().Count();
            Assert.Equal(2 * (recent + 1) > count, lease.Grant.IsHeld(TimeSpan.FromMilliseconds(now)));
        });

    [Fact]
    public void A_node_that_is_no_voter_any_more_has_none_and_its_answers_count_no_more()
    {
        var lease = new Lease(nodes[0]);
        lease.SetVoters(nodes[..3], []);
        lease.Answered(nodes[1], TimeSpan.Zero);
        Assert.True(lease.Grant.IsHeld(TimeSpan.Zero));
        lease.SetVoters([nodes[0], nodes[2], nodes[3]], []);
        Assert.False(lease.Grant.IsHeld(TimeSpan.Zero));
        lease.SetVoters([nodes[1]], []);
        Assert.False(lease.Grant.IsHeld(TimeSpan.Zero));
    }

    [Fact]
    public void Newcomers_count_against_as_long_as_they_are_silent_and_never_for()
    {
        var lease = new Lease(nodes[0]);
        lease.SetVoters(nodes[..3], nodes[3..5]);
        lease.Answered(nodes[1], TimeSpan.Zero);
        Assert.False(lease.Grant.IsHeld(TimeSpan.Zero));
        lease.Answered(nodes[3], TimeSpan.Zero);
        Assert.False(lease.Grant.IsHeld(TimeSpan.Zero));
        lease.Answered(nodes[4], TimeSpan.Zero);
        Assert.True(lease.Grant.IsHeld(TimeSpan.Zero));
        lease.SetVoters([nodes[0], nodes[1], nodes[2]], []);
        lease.SetVoters([nodes[0], nodes[2], nodes[5]], [nodes[3], nodes[4]]);
        lease.Answered(nodes[3], TimeSpan.Zero);
        lease.Answered(nodes[4], TimeSpan.Zero);
        Assert.False(lease.Grant.IsHeld(TimeSpan.Zero));
    }

    [Fact]
    public void What_was_lost_and_is_held_again_releases_a_second_later()
    {
        var lease = new Lease(nodes[0]);
        lease.SetVoters(nodes[..3], []);
        lease.Answered(nodes[1], At(0));
        Assert.True(lease.Grant.IsHeld(At(900), At(0)));
        lease.Answered(nodes[1], At(900));
        Assert.True(lease.Grant.IsHeld(At(1800), At(0)));
        lease.Answered(nodes[1], At(2000));
        Assert.True(lease.Grant.IsHeld(At(2000)));
        Assert.False(lease.Grant.IsHeld(At(2000), At(0)));
        lease.Answered(nodes[1], At(2900));
        Assert.False(lease.Grant.IsHeld(At(3100), At(0)));
        lease.Answered(nodes[1], At(3000));
        Assert.True(lease.Grant.IsHeld(At(3100), At(0)));
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
