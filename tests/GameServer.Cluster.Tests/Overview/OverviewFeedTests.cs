using GameServer.Cluster.Overview;

namespace GameServer.Cluster.Tests.Overview;

public sealed class OverviewFeedTests
{
    private readonly OverviewFeed feed = new();

    [Fact]
    public async Task Who_waits_gets_the_next_picture_and_who_is_late_the_newest()
    {
        var waiting = feed.NextAsync(null, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        var (first, second, third) = (Picture("1"), Picture("2"), Picture("3"));
        feed.Publish(first);
        Assert.Same(first, await waiting);
        feed.Publish(second);
        feed.Publish(third);
        Assert.Same(third, await feed.NextAsync(first, CancellationToken.None));
        Assert.False(feed.NextAsync(third, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_wait_can_be_ended()
    {
        using var over = new CancellationTokenSource();
        var waiting = feed.NextAsync(null, over.Token);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static OverviewPicture Picture(string self) => new(new ClusterSnapshot(self, [], []), new OnlineSnapshot([], 0));
}
