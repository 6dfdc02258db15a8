using GameServer.Cluster.Sessions;
using GameServer.Host.Startup;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Startup;

public sealed class ServerLifetimeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 100)]
    [InlineData(1000, 5000)]
    [InlineData(100_000, 5000)]
    public void The_more_clients_there_are_the_longer_their_return_is_spread(int clients, int expected) => Assert.Equal(
        TimeSpan.FromMilliseconds(expected), ServerLifetime.SpreadOf(TimeSpan.FromSeconds(5), clients));

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void Connections_are_closed_after_the_last_session_has_said_goaway_and_cut_a_little_later(int spreadSeconds)
    {
        var time = new FakeTimeProvider();
        var spread = TimeSpan.FromSeconds(spreadSeconds);
        using var stopping = new CancellationTokenSource();
        using var lifetime = new ServerLifetime("node", time, () => spread, stopping.Token);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(lifetime.Drained.IsCancellationRequested);
        stopping.Cancel();

        // However long the spread is, the server ends.
        var served = spread < SessionsActor.ServedAtMost ? spread : SessionsActor.ServedAtMost;
        time.Advance(served + TimeSpan.FromSeconds(1));
        Assert.False(lifetime.Drained.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(lifetime.Drained.IsCancellationRequested);
        Assert.False(lifetime.Cut.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(lifetime.Cut.IsCancellationRequested);
    }

    [Fact]
    public void A_node_with_any_number_of_clients_has_time_left_to_hand_its_rooms_over_before_15_seconds_are_over()
    {
        var time = new FakeTimeProvider();
        var most = TimeSpan.FromSeconds(new ServerSettings().DrainSpreadSeconds);
        using var stopping = new CancellationTokenSource();
        using var lifetime = new ServerLifetime("node", time, () => ServerLifetime.SpreadOf(most, int.MaxValue), stopping.Token);
        stopping.Cancel();
        Assert.Equal(most, lifetime.Spread);

        // Sessions and relays may take 2 s to stop after that, and rooms 4 s to be handed over.
        time.Advance(TimeSpan.FromSeconds(15 - 2 - 4));
        Assert.True(lifetime.Cut.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(300)]
    public void Clients_come_back_over_all_of_the_time_that_is_set_and_no_longer(int seconds)
    {
        using var lifetime = new ServerLifetime("node", new FakeTimeProvider(), () => TimeSpan.FromSeconds(seconds), CancellationToken.None);
        var times = Enumerable.Range(0, 1000).Select(_ => lifetime.NextRetryMs()).ToArray();
        Assert.All(times, retry => Assert.InRange(retry, 1, (1000 * seconds) + 1));
        Assert.All(
            Enumerable.Range(0, 4),
            quarter => Assert.Contains(times, retry => retry >= 250 * seconds * quarter && retry <= (250 * seconds * (quarter + 1)) + 1));
    }
}
