using System.Collections.Concurrent;
using Akka.Actor;
using GameServer.Cluster.Time;
using Xunit.Abstractions;

namespace GameServer.Cluster.Tests.Time;

/// <summary>In real time: the one thread that wakes the rooms in production.</summary>
public sealed class PreciseTickSourceTests(ITestOutputHelper output) : Akka.TestKit.Xunit2.TestKit
{
    private const int Samples = 60;

    [Fact]
    public async Task Rooms_are_woken_at_their_rates()
    {
        var time = TimeProvider.System;
        using var source = new PreciseTickSource(time);
        int[] rates = [20, 30, 60];
        var wakes = rates.Select(_ => new ConcurrentQueue<long>()).ToArray();
        var subscriptions = new ITickSubscription[rates.Length];
        var starts = new long[rates.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            var (index, woken) = (i, wakes[i]);
            var room = Sys.ActorOf(Props.Create(() => new Woken(woken, () => subscriptions[index].Handled(), time)));
            starts[i] = time.GetTimestamp();
            subscriptions[i] = source.Start(rates[i], room);
        }

        await AwaitConditionAsync(
            () => Task.FromResult(wakes.All(woken => woken.Count >= Samples)), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(50));
        var ended = time.GetTimestamp();
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }

        for (var i = 0; i < rates.Length; i++)
        {
            var period = (double)time.TimestampFrequency / rates[i];
            var expected = (ended - starts[i]) / period;
            var lateness = wakes[i].Select(at => (at - starts[i]) % period / time.TimestampFrequency * 1000).Order().ToArray();
            output.WriteLine(
                $"{rates[i]} Hz: {lateness.Length} wakes of {expected:F1}; late by {lateness[lateness.Length / 2]:F2} ms p50, "
                + $"{lateness[lateness.Length * 99 / 100]:F2} ms p99");
            // A busy machine may wake late; nothing may wake early or twice.
            Assert.InRange(wakes[i].Count, Samples, expected + 1);
        }
    }

    [Fact]
    public async Task Room_that_has_not_dealt_with_its_wake_gets_no_other()
    {
        using var source = new PreciseTickSource(TimeProvider.System);
        var probe = CreateTestProbe();
        using var subscription = source.Start(60, probe);
        await probe.ExpectMsgAsync<TickDue>();
        await probe.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(200));
        subscription.Handled();
        await probe.ExpectMsgAsync<TickDue>();
    }

    [Fact]
    public async Task Room_that_has_ended_its_subscription_is_not_woken_and_others_are()
    {
        using var source = new PreciseTickSource(TimeProvider.System);
        var (ended, going) = (CreateTestProbe(), CreateTestProbe());
        var first = source.Start(60, ended);
        using var second = source.Start(60, going);
        await ended.ExpectMsgAsync<TickDue>();
        first.Handled();
        first.Dispose();
        await going.ExpectMsgAsync<TickDue>();
        second.Handled();
        await going.ExpectMsgAsync<TickDue>();
        second.Handled();
        await going.ExpectMsgAsync<TickDue>();
        // At most the one that was on its way when the subscription ended.
        if (ended.HasMessages)
        {
            await ended.ExpectMsgAsync<TickDue>();
        }

        Assert.False(ended.HasMessages);
    }

    private sealed class Woken(ConcurrentQueue<long> wakes, Action handled, TimeProvider time) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            wakes.Enqueue(time.GetTimestamp());
            handled();
        }
    }
}
