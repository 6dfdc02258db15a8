using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class RecoveryTests
{
    private static readonly NodeId one = new("one", 1);
    private static readonly NodeId two = new("two", 2);
    private static readonly NodeId three = new("three", 3);
    private static readonly ReplicaEpoch epoch = new(5, "five");

    private readonly Recovery recovery = new(epoch, [one, two, three]);

    [Fact]
    public void It_waits_until_each_member_has_answered()
    {
        Answer(one, new RecordPosition(4, 1, 10));
        Assert.Equal(RecoveryStep.Wait, recovery.Decide().Step);
        Answer(two, null);
        recovery.Answered(three, new SealAnswer(new ReplicaEpoch(4, "late answer to an earlier attempt"), null));
        Assert.Equal(RecoveryStep.Wait, recovery.Decide().Step);
        Answer(three, null);
        Assert.Equal(new RecoveryDecision(RecoveryStep.Recover, 0, one, new RecordPosition(4, 1, 10)), recovery.Decide());
        recovery.SetMembers([one, two, three, new NodeId("four", 4)]);
        Assert.Equal(RecoveryStep.Wait, recovery.Decide().Step);
    }

    [Fact]
    public void It_begins_again_when_a_member_is_removed()
    {
        Answer(one, new RecordPosition(4, 1, 10));
        Answer(two, null);
        recovery.SetMembers([one, two]);
        Assert.Equal(new RecoveryDecision(RecoveryStep.Raise, 6), recovery.Decide());
    }

    [Theory]
    [InlineData(4, 1, 10, 3, 9, 99)]
    [InlineData(4, 2, 10, 4, 1, 99)]
    [InlineData(4, 2, 11, 4, 2, 10)]
    public void The_highest_epoch_then_generation_then_record_wins(
        int number, int generation, long record, int otherNumber, int otherGeneration, long otherRecord)
    {
        var best = new RecordPosition(number, generation, record);
        Answer(one, new RecordPosition(otherNumber, otherGeneration, otherRecord));
        Answer(two, best);
        Answer(three, null);
        Assert.Equal(new RecoveryDecision(RecoveryStep.Recover, 0, two, best), recovery.Decide());
    }

    [Fact]
    public void It_knows_who_began_from_the_copy_before()
    {
        ReplicaEpoch four = new(4, "four");
        recovery.Answered(one, new SealAnswer(epoch, new RecordPosition(3, 1, 10), [four]));
        Answer(two, new RecordPosition(2, 1, 10));
        Answer(three, null);
        Assert.Equal([four], recovery.BetweenAt(recovery.Decide().Source));
        Assert.Empty(recovery.BetweenAt(two));
    }

    [Fact]
    public void It_gives_way_to_another_claim_with_a_higher_number()
    {
        recovery.Answered(one, new SealAnswer(new ReplicaEpoch(7, "seven"), null));
        Assert.Equal(new RecoveryDecision(RecoveryStep.Raise, 8), recovery.Decide());
        recovery.Answered(one, new SealAnswer(epoch with { Id = "rival" }, null));
        Assert.Equal(new RecoveryDecision(RecoveryStep.Raise, 6), recovery.Decide());
    }

    private void Answer(NodeId node, RecordPosition? held) => recovery.Answered(node, new SealAnswer(epoch, held));
}
