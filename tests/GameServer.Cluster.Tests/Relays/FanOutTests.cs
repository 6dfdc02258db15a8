using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Relays;

public sealed class FanOutTests : NodeTest
{
    [Fact]
    public void Late_joiner_gets_the_full_state()
    {
        var ann = Seated("ann", out var joined);
        ann.Command(1, "add", 99);
        Ticks(30);
        ann.Skim();
        var late = Connect("late");
        late.Room(joined.RoomId, watch: true);
        Assert.Equal(TickRate, late.Expect<JoinedFrame>().TickRate);
        var full = late.Expect<FullFrame>();
        Assert.Equal("counters", Assert.Single(full.Schema).Name);
        Assert.Equal(ann.Copy.Describe(), late.Copy.Describe());
        late.ExpectNone<EventsFrame>();
    }

    [Fact]
    public void Stalled_reader_gets_one_conflated_delta_when_it_comes_back()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        Play(ann, 1);
        watcher.Skim();
        var held = watcher.Copy.Tick;

        Play(ann, 40, from: 2);
        var deltas = watcher.All<DeltaFrame>();
        // The one that was on its way when the reader stalled, and one for all that came after.
        Assert.Equal([(held, held + 1), (held + 1, held + 40)], deltas.Select(delta => (delta.From, delta.Tick)));
        ann.Skim();
        Assert.Equal(ann.Copy.Describe(), watcher.Copy.Describe());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void State_is_encoded_once_a_tick_for_any_number_of_readers_and_travels_in_one_envelope(int readers)
    {
        var ann = Seated("ann", out var joined);
        var watchers = Watchers(readers, joined.RoomId);
        Play(ann, 1);
        foreach (var watcher in watchers)
        {
            watcher.Skim();
        }

        using var encodings = new Measured("gameserver.state.encodings");
        using var envelopes = new Measured("gameserver.envelopes");
        using var frames = new Measured("gameserver.state.frames");
        for (var tick = 0; tick < 20; tick++)
        {
            Play(ann, 1, from: tick + 2);
            ann.Skim();
            foreach (var watcher in watchers)
            {
                watcher.Skim();
            }

            Assert.Equal((1, 1, readers + 1), (encodings.Take(), envelopes.Take(), frames.Take()));
        }
    }

    [Fact]
    public void Readers_with_other_baselines_cost_one_encoding_for_each_baseline()
    {
        var ann = Seated("ann", out var joined);
        var quick = Watchers(10, joined.RoomId);
        var slow = Watchers(10, joined.RoomId, rate: 5, name: "slow");
        Play(ann, 1);
        using var encodings = new Measured("gameserver.state.encodings");
        var most = 0L;
        for (var tick = 0; tick < 40; tick++)
        {
            Play(ann, 1, from: tick + 2);
            foreach (var client in (Client[])[ann, .. quick, .. slow])
            {
                client.Skim();
            }

            most = Math.Max(most, encodings.Take());
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public void Room_with_nothing_to_say_sends_one_envelope_a_second_and_its_readers_nothing()
    {
        Settings = Settings with { EmptyFor = TimeSpan.FromMinutes(5) };
        var ann = Seated("ann", out var joined);
        var watcher = Connect("eve");
        watcher.Room(joined.RoomId, watch: true);
        ann.Send(new LeaveFrame(1));
        Ticks(2);
        watcher.Skim();
        using var envelopes = new Measured("gameserver.envelopes");
        var before = watcher.Connection.BytesReceived;
        Pass(TimeSpan.FromSeconds(10));
        watcher.Skim();
        Assert.Equal(10, envelopes.Total);
        Assert.Equal(before, watcher.Connection.BytesReceived);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(7, 7)]
    [InlineData(10, 10)]
    [InlineData(19, 19)]
    [InlineData(20, 20)]
    [InlineData(0, 20)]
    [InlineData(1000, 20)]
    public void Wished_rate_is_kept_within_one_frame_a_second(int rate, int expected)
    {
        var ann = Seated("ann", out var joined);
        var watcher = Watchers(1, joined.RoomId, rate)[0];
        watcher.Skim();
        var n = 1;
        // After a rest it does not make up for what there was not to send.
        Pass(TimeSpan.FromSeconds(3));
        watcher.Skim();
        for (var second = 0; second < 5; second++)
        {
            var frames = 0;
            for (var tick = 0; tick < TickRate; tick++)
            {
                Play(ann, 1, n++);
                frames += watcher.All<DeltaFrame>().Count;
            }

            Assert.InRange(frames, expected - 1, expected + 1);
        }
    }

    private Client[] Watchers(int count, string roomId, int rate = 0, string name = "watcher") =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var watcher = Connect($"{name}-{i}");
            watcher.Room(roomId, watch: true, rate: rate);
            watcher.Skim();
            return watcher;
        })];

    private void Play(Client player, int ticks, int from = 1)
    {
        for (var i = 0; i < ticks; i++)
        {
            player.Input(from + i, 1);
            Ticks(1);
            player.Skim();
        }
    }
}
