using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class VotesTests
{
    private static readonly NodeId one = new("one", 1);
    private static readonly NodeId two = new("two", 2);
    private static readonly NodeId three = new("three", 3);

    private readonly Votes votes = new();

    public VotesTests() => votes.SetMembers([one, two, three]);

    [Fact]
    public void A_node_that_was_removed_gets_none()
    {
        Assert.True(votes.Give(three, At(0)));
        votes.SetMembers([one, two]);
        Assert.False(votes.Give(three, At(1)));
    }

    [Fact]
    public void No_seal_before_the_removal_is_heard_of_and_what_the_removed_one_was_given_is_over()
    {
        votes.Give(three, At(0));
        Assert.True(votes.MaySeal([one, two, three], At(10)));
        Assert.False(votes.MaySeal([one, two], At(2000)));
        votes.Give(three, At(2000));
        votes.SetMembers([one, two]);
        Assert.False(votes.MaySeal([one, two], At(2999)));
        Assert.True(votes.MaySeal([one, two], At(3000)));
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
