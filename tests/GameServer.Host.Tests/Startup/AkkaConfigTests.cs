using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using GameServer.Host.Startup;
using GameServer.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Host.Tests.Startup;

/// <summary>What <c>cluster-config/akka.conf</c> overrides has taken effect in the running node.</summary>
[Collection(SharedServerTests.Name)]
public sealed class AkkaConfigTests(SharedServer shared)
{
    private ActorSystem System => shared.Server.Services.GetRequiredService<ActorSystem>();

    [Theory]
    [InlineData("akka.loglevel", "WARNING")]
    [InlineData("akka.stdout-loglevel", "OFF")]
    [InlineData("akka.log-dead-letters", "off")]
    [InlineData("akka.log-dead-letters-during-shutdown", "off")]
    [InlineData("akka.coordinated-shutdown.run-by-clr-shutdown-hook", "off")]
    [InlineData("akka.remote.use-passive-connections", "off")]
    [InlineData("akka.remote.retry-gate-closed-for", "1s")]
    [InlineData("akka.remote.watch-failure-detector.heartbeat-interval", "250ms")]
    [InlineData("akka.remote.watch-failure-detector.acceptable-heartbeat-pause", "1s")]
    [InlineData("akka.remote.watch-failure-detector.expected-response-after", "250ms")]
    [InlineData("akka.remote.watch-failure-detector.unreachable-nodes-reaper-interval", "250ms")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size", "256000b")]
    [InlineData("akka.remote.dot-netty.tcp.send-buffer-size", "512000b")]
    [InlineData("akka.remote.dot-netty.tcp.receive-buffer-size", "512000b")]
    [InlineData("akka.persistence.journal.plugin", "akka.persistence.journal.sql")]
    [InlineData("akka.persistence.journal.sql.recovery-event-timeout", "5s")]
    [InlineData("akka.persistence.journal.sql.circuit-breaker.reset-timeout", "5s")]
    [InlineData("akka.cluster.down-removal-margin", "100ms")]
    [InlineData("akka.cluster.seed-node-timeout", "2s")]
    [InlineData("akka.cluster.retry-unsuccessful-join-after", "2s")]
    [InlineData("akka.cluster.gossip-interval", "200ms")]
    [InlineData("akka.cluster.leader-actions-interval", "200ms")]
    [InlineData("akka.cluster.unreachable-nodes-reaper-interval", "200ms")]
    [InlineData("akka.cluster.failure-detector.heartbeat-interval", "250ms")]
    [InlineData("akka.cluster.failure-detector.acceptable-heartbeat-pause", "1s")]
    [InlineData("akka.cluster.failure-detector.expected-response-after", "500ms")]
    [InlineData("akka.cluster.failure-detector.min-std-deviation", "50ms")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy", "keep-majority")]
    [InlineData("akka.cluster.split-brain-resolver.keep-majority.role", "rooms")]
    [InlineData("akka.cluster.split-brain-resolver.stable-after", "1200ms")]
    [InlineData("akka.cluster.split-brain-resolver.down-all-when-unstable", "5s")]
    [InlineData("akka.cluster.singleton.hand-over-retry-interval", "500ms")]
    [InlineData("akka.cluster.singleton-proxy.log-singleton-identification-failure", "false")]
    [InlineData("akka.cluster.sharding.state-store-mode", "ddata")]
    [InlineData("akka.cluster.sharding.retry-interval", "200ms")]
    [InlineData("akka.cluster.sharding.handoff-timeout", "10s")]
    [InlineData("akka.cluster.sharding.coordinator-state.write-majority-plus", "0")]
    [InlineData("akka.cluster.sharding.coordinator-state.read-majority-plus", "1")]
    [InlineData("akka.cluster.sharding.distributed-data.majority-min-cap", "2")]
    [InlineData("akka.cluster.sharding.rebalance-interval", "2s")]
    public void Each_key_has_the_files_value(string key, string expected) =>
        Assert.Equal(expected, System.Settings.Config.GetString(key));

    [Fact]
    public void The_node_tells_the_others_the_version_that_was_built()
    {
        var told = ClusterExtension.Get(System).SelfMember.AppVersion.Version;
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+", told);
        Assert.Equal(AkkaSetup.Version, told);
    }

    [Fact]
    public void Nothing_in_the_file_is_untested()
    {
        var tested = typeof(AkkaConfigTests).GetMethod(nameof(Each_key_has_the_files_value))!
            .GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => (string)((IReadOnlyList<global::System.Reflection.CustomAttributeTypedArgument>)attribute
                .ConstructorArguments[0].Value!)[0].Value!)
            .Append("akka.cluster.sharding.distributed-data.durable.keys");
        var set = AkkaSetup.LoadConfig().AsEnumerable().SelectMany(entry => Leaves(entry.Key, entry.Value));
        Assert.Equal(tested.Order(), set.Order());
    }

    [Fact]
    public void The_parts_that_read_them_see_them()
    {
        var cluster = ClusterExtension.Get(System);
        Assert.Equal(TimeSpan.FromMilliseconds(100), cluster.DowningProvider.DownRemovalMargin);
        Assert.IsType<Akka.Cluster.SBR.SplitBrainResolverProvider>(cluster.DowningProvider);
        Assert.Equal(MemberStatus.Up, cluster.SelfMember.Status);
        var sharding = ClusterShardingSettings.Create(System);
        Assert.Equal(StateStoreMode.DData, sharding.StateStoreMode);
        Assert.Equal(TimeSpan.FromSeconds(10), sharding.TuningParameters.HandOffTimeout);
        Assert.Equal(0, sharding.TuningParameters.CoordinatorStateWriteMajorityPlus);
        Assert.Equal(1, sharding.TuningParameters.CoordinatorStateReadMajorityPlus);
        Assert.Empty(System.Settings.Config.GetStringList("akka.cluster.sharding.distributed-data.durable.keys"));
    }

    [Fact]
    public void The_log_goes_through_the_hosts_logger() => Assert.Contains(
        System.Settings.Loggers, logger => logger.Contains("LoggerFactoryLogger", StringComparison.Ordinal));

    private static IEnumerable<string> Leaves(string key, Akka.Configuration.Hocon.HoconValue value) => value.IsObject()
        ? value.GetObject().Items.SelectMany(item => Leaves($"{key}.{item.Key}", item.Value))
        : [key];
}
