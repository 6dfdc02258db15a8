using GameServer.Host.Startup;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Startup;

public sealed class ServerLifetimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(300)]
    public void Clients_come_back_over_all_of_the_time_that_is_set_and_no_longer(int seconds)
    {
        using var lifetime = new ServerLifetime("node", TimeSpan.FromSeconds(seconds), new FakeTimeProvider(), CancellationToken.None);
        var times = Enumerable.Range(0, 1000).Select(_ => lifetime.NextRetryMs()).ToArray();
        Assert.All(times, retry => Assert.InRange(retry, 1, (1000 * seconds) + 1));
        Assert.All(
            Enumerable.Range(0, 4),
            quarter => Assert.Contains(times, retry => retry >= 250 * seconds * quarter && retry <= (250 * seconds * (quarter + 1)) + 1));
    }
}
