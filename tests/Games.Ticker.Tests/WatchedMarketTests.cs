using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;
using GameServer.TestKit;
using Xunit.Abstractions;

namespace Games.Ticker.Tests;

/// <summary>The market through the real actors in virtual time, as someone watches it who is no player.</summary>
public sealed class WatchedMarketTests(ITestOutputHelper output) : GameTestKit
{
    private SimulatedNode? node;

    private SimulatedNode Server => node ??= Node(() => new TickerGame());

    private Watcher Watch(int rate)
    {
        var outbox = new Outbox(FrameEncoding.Text, Server.Services.Limits.OutboxBytes);
        var opened = new TaskCompletionSource<StreamOpening>();
        Server.Sessions.Tell(
            new OpenStream(PlayerIdentity.Nobody, new PolledRoom(TickerGame.MainRoom, 0, 0, null, rate), null, outbox, opened),
            ActorRefs.NoSender);
        var watcher = new Watcher(outbox);
        watcher.Read();
        return watcher;
    }

    private void Pass(int seconds, params Watcher[] watchers)
    {
        for (var i = 0; i < seconds * TickerGame.TickRate; i++)
        {
            Server.Time.Step(TickerGame.TickRate);
            foreach (var watcher in watchers)
            {
                watcher.Read();
            }
        }
    }

    [Fact]
    public void Ten_thousand_updates_a_second_go_in_and_one_small_one_comes_out()
    {
        const int Seconds = 60;
        var (one, all) = (Watch(rate: 1), Watch(rate: 0));
        Pass(2, one, all);
        var before = one.Updates;
        one.Forget();
        all.Forget();
        Pass(Seconds, one, all);
        output.WriteLine($"in:           {(one.Updates - before) / Seconds,8:N0} updates a second");
        output.WriteLine($"out, rate=1:  {(double)one.Frames / Seconds,8:N1} a second, {one.Bytes / Seconds,8:N0} bytes a second");
        output.WriteLine($"out, rate=60: {(double)all.Frames / Seconds,8:N1} a second, {all.Bytes / Seconds,8:N0} bytes a second");
        Assert.InRange(one.Updates - before, 10_000 * (Seconds - 1), 10_200 * (Seconds + 1));
        Assert.InRange(one.Frames, Seconds - 1, Seconds + 1);
        Assert.InRange(all.Frames, (TickerGame.TickRate * Seconds) - 2, (TickerGame.TickRate * Seconds) + 2);
        // What a second moves is one delta, however many trades moved it.
        Assert.InRange(one.Bytes / one.Frames, 100, 1000);
    }

    [Fact]
    public void Calm_and_storm_take_turns_and_all_are_told()
    {
        var watcher = Watch(rate: 1);
        var seen = new List<(long Session, bool IsStorm, int Seconds)>();
        for (var second = 0; second < 160; second++)
        {
            Pass(1, watcher);
            if (seen.Count == 0 || seen[^1].Session != watcher.Session)
            {
                seen.Add((watcher.Session, watcher.IsStorm, 0));
            }

            seen[^1] = seen[^1] with { Seconds = seen[^1].Seconds + 1 };
        }

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen.Select(session => session.Session));
        Assert.All(seen, session => Assert.Equal(session.Session % 2 == 0, session.IsStorm));
        Assert.All(seen.SkipLast(1), session => Assert.InRange(
            session.Seconds, session.IsStorm ? 11 : 39, session.IsStorm ? 26 : 76));
        Assert.Equal(seen.Skip(1).Select(session => session.Session), watcher.Told);
    }

    /// <summary>An event stream's end: takes all that waits at once, and counts it.</summary>
    private sealed class Watcher(Outbox outbox)
    {
        private readonly PlayerCopy copy = new();

        internal int Frames { get; private set; }

        internal long Bytes { get; private set; }

        /// <summary>The sessions that events told of.</summary>
        internal List<long> Told { get; } = [];

        internal long Updates => (long)Market[3]!;

        internal long Session => (long)Market[1]!;

        internal bool IsStorm => (long)Market[0]! != 0;

        private IReadOnlyList<object?> Market => copy.Rows("market").Single().Values;

        internal void Forget() => (Frames, Bytes) = (0, 0);

        internal void Read()
        {
            var bytes = outbox.Take(out _).ToArray();
            outbox.Sent();
            if (bytes.Length == 0)
            {
                return;
            }

            Bytes += bytes.Length;
            var frames = new List<ServerFrame>();
            Assert.True(ServerFrames.TryDecode(bytes, FrameEncoding.Text, frames, out var why), why);
            foreach (var frame in frames)
            {
                copy.Apply(frame);
                Frames += frame is FullFrame or DeltaFrame ? 1 : 0;
                Told.AddRange(frame is EventsFrame events ? events.Events.Select(told => told.Payload["number"].AsInteger()) : []);
            }
        }
    }
}
