using GameServer.Cluster.Membership;
using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Membership;

/// <summary>Among nodes of different versions what the oldest of them reads is spoken.</summary>
public sealed class NodeFormatsTests
{
    private static readonly NodeId older = new("older", 1);
    private static readonly NodeId newer = new("newer", 2);

    [Fact]
    public void Alone_it_speaks_the_newest()
    {
        Assert.Equal(NodeFormats.Newest, new NodeFormats().Spoken);
        Assert.Equal(3, new NodeFormats(own: 3).Spoken);
    }

    [Fact]
    public void The_lowest_that_all_read_is_spoken_until_the_last_older_node_has_gone()
    {
        var formats = new NodeFormats(own: 3);
        formats.SetOthers([older, newer]);
        Assert.Equal(NodeFormats.Oldest, formats.Spoken);
        Assert.True(formats.State(newer, 4));
        Assert.Equal(NodeFormats.Oldest, formats.Spoken);
        Assert.True(formats.State(older, 2));
        Assert.Equal(2, formats.Spoken);
        formats.SetOthers([newer]);
        Assert.Equal(3, formats.Spoken);

        // It comes back and says nothing: it may be another than it was.
        formats.SetOthers([older, newer]);
        Assert.Equal(NodeFormats.Oldest, formats.Spoken);
    }

    [Fact]
    public void Only_what_is_new_counts_and_strangers_do_not()
    {
        var formats = new NodeFormats(own: 3);
        formats.SetOthers([newer]);
        Assert.False(formats.State(older, 2));
        Assert.True(formats.State(newer, 4));
        Assert.False(formats.State(newer, 4));
        Assert.True(formats.State(newer, null));
        Assert.Equal(NodeFormats.Oldest, formats.Spoken);
    }

    [Theory]
    [InlineData(null, 3, NodeFormats.Oldest)]
    [InlineData(2, 3, 2)]
    [InlineData(4, 3, 3)]
    public void Two_speak_the_lower_of_theirs(int? theirs, int own, int spoken) => Assert.Equal(spoken, NodeFormats.SpokenWith(theirs, own));
}
