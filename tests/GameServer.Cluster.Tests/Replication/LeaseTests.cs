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
            lease.SetVoters(nodes[..count]);
            foreach (var (voter, asked) in answers)
            {
                lease.Answered(nodes[voter], TimeSpan.FromMilliseconds(asked));
            }

            var recent = answers.Where(answer => now - answer.Item2 < 1000 && answer.Item1 > 0 && answer.Item1 < count)
                .Select(answer => answer.Item1).Distinct().Count();
            Assert.Equal(2 * (recent + 1) > count, lease.IsHeld(TimeSpan.FromMilliseconds(now)));
        });

    [Fact]
    public void A_node_that_is_no_voter_any_more_has_none_and_its_answers_count_no_more()
    {
        var lease = new Lease(nodes[0]);
        lease.SetVoters(nodes[..3]);
        lease.Answered(nodes[1], TimeSpan.Zero);
        Assert.True(lease.IsHeld(TimeSpan.Zero));
        lease.SetVoters([nodes[0], nodes[2], nodes[3]]);
        Assert.False(lease.IsHeld(TimeSpan.Zero));
        lease.SetVoters([nodes[1]]);
        Assert.False(lease.IsHeld(TimeSpan.Zero));
    }
}
