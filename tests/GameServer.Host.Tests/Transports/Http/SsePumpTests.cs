using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Startup;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class SsePumpTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Outbox outbox = new(FrameEncoding.Text, 1024);
    private readonly SealedCursors cursors;
    private readonly ServerLifetime lifetime;

    // A write is done when it was read, just as with a socket whose client takes nothing.
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));

    public SsePumpTests()
    {
        cursors = new SealedCursors(Encoding.UTF8.GetBytes("tests are sealed with this key alone"), time);
        lifetime = new ServerLifetime("node \"one", time, () => TimeSpan.FromMilliseconds(100), CancellationToken.None);
    }

    public void Dispose() => lifetime.Dispose();

    [Fact]
    public async Task It_begins_at_once_with_an_id_that_leads_back_to_the_start()
    {
        var pump = Run(new RoomPosition(2, "e81f", 10, 99));
        var open = await NextAsync();
        Assert.Equal("retry: 1000", open[0]);
        Assert.Equal(["event: open", """data: {"node":"node \u0022one"}"""], open[2..]);
        Assert.Equal(new Cursor(2, "e81f", 10, 99, 3), CursorOf(open[1]));
        outbox.Close(CloseCodes.Normal, "");
        Assert.Equal(["event: end", "data: {}"], await NextAsync());
        Assert.True(await pump.Within("the pump to end"));
    }

    [Fact]
    public async Task What_waits_is_one_message_with_a_line_for_each_frame_and_the_position_after_it()
    {
        var pump = Run(default);
        outbox.StartAt(new RoomPosition(1, "aa", 0, 0));
        outbox.Write(new ResyncFrame(0, 2, "bb", 7, ResyncReasons.Epoch));
        outbox.Write(new PongFrame(0, 5, 1.5));
        outbox.Close(CloseCodes.Normal, "left");
        Assert.Null(CursorOf((await NextAsync())[1]));
        var message = await NextAsync();
        Assert.Equal(["data: [\"resync\",0,2,\"bb\",7,\"epoch\"]", "data: [\"pong\",0,5,1.5]"], message[1..]);
        Assert.Equal(new Cursor(2, "bb", 7, 0, 3), CursorOf(message[0]));
        Assert.Equal(["event: end", "data: {}"], await NextAsync());
        Assert.True(await pump.Within("the pump to end"));
    }

    [Fact]
    public async Task It_beats_every_eight_seconds()
    {
        _ = Run(default);
        await NextAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            time.Advance(SsePump.BeatEvery);
            Assert.Equal(["event: beat", "data: {}"], await NextAsync());
        }
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_ten_seconds_is_cut_off()
    {
        var pump = Run(default);
        time.Advance(SendPump.SendTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(pump.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await pump.Within("the pump to end"));
    }

    [Fact]
    public async Task State_waits_for_the_client_to_take_what_was_sent()
    {
        _ = Run(default);
        await NextAsync();
        outbox.Write(new PongFrame(0, 1, 1));
        Assert.False(outbox.IsDrained);
        await NextAsync();
        await Deadline.UntilAsync(() => Task.FromResult(outbox.IsDrained), "the outbox to be drained");
    }

    [Fact]
    public async Task Clients_of_a_server_that_goes_away_are_not_to_come_back_all_at_once()
    {
        _ = Run(default);
        await NextAsync();
        outbox.Close(CloseCodes.GoingAway, "going");
        var end = await NextAsync();
        Assert.InRange(int.Parse(end[0]["retry: ".Length..]), 1, 101);
        Assert.Equal(["event: end", "data: {}"], end[1..]);
    }

    private Task<bool> Run(RoomPosition start) =>
        new SsePump(pipe.Writer, outbox, cursors.For(new PlayerIdentity("p1", "Nova"), "room", 3), lifetime, time).RunAsync(start);

    private Cursor? CursorOf(string line) => cursors.Open(line["id: ".Length..], "room")!.Cursor;

    /// <summary>The lines of the next event.</summary>
    private async Task<string[]> NextAsync()
    {
        while (true)
        {
            var read = await pipe.Reader.ReadAsync().AsTask().Within("an event");
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> message, "\n\n"u8))
            {
                var lines = Encoding.UTF8.GetString(message).Split('\n');
                pipe.Reader.AdvanceTo(reader.Position);
                return lines;
            }

            pipe.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
