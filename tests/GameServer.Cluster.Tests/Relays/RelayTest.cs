using System.Buffers;
using Akka.TestKit;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Relays;

/// <summary>One relay among probes: the test is its room.</summary>
public abstract class RelayTest : GameTestKit
{
    protected const string RoomId = "ABCDEFGHJK";

    private static readonly TableSchema[] schema = [CounterGame.Counter.Schema("counters")];

    protected RelayTest()
    {
        Rooms = CreateTestProbe("rooms");
        Session = CreateTestProbe("session");
        Time = VirtualTime.Of(Sys);
        var services = new NodeServices(
            new GameCatalog(), Time, new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), Entries);
        Relay = ActorOfAsTestActorRef<RoomRelayActor>(RoomRelayActor.Props(RoomId, Rooms, services), TestActor);
        Rooms.ExpectMsg<SubscribeRelay>();
    }

    protected TestProbe Rooms { get; }

    protected TestProbe Session { get; }

    protected VirtualTime Time { get; }

    protected TestActorRef<RoomRelayActor> Relay { get; }

    protected Outbox Outbox { get; } = new(FrameEncoding.Binary, 256 * 1024);

    private protected RecordingLog Entries { get; } = new();

    protected static JoinOutcome Seat(int seat, long attach, long tick, long offset = 0) =>
        new(null, null, seat, attach, offset, offset, 0, tick);

    /// <summary>State in which one counter has that value.</summary>
    protected static ReadOnlyMemory<byte> Tables(long value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePack.MessagePackWriter(buffer);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(3);
        writer.Write(0);
        writer.WriteArrayHeader(0);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(3);
        writer.Write(0);
        writer.Write(1u);
        writer.Write(value);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    protected static RoomEvent Event(long offset, string text, params int[] seats) =>
        new(offset, seats.Length == 0 ? Audience.Everyone : Audience.Of(seats), "said", text);

    protected void Snapshot(
        long tick, long seq = 0, long tail = 0, RoomEvent[]? events = null, SeatHolder[]? holders = null, string epochId = "epoch",
        int logEvents = 100, SeatAnswer[]? answers = null, RoomEpoch? epoch = null) =>
        Relay.Tell(SnapshotOf(tick, seq, tail, events, holders, epoch ?? RoomEpoch.First(epochId), logEvents, answers), Rooms);

    protected static RelaySubscribed SnapshotOf(
        long tick, long seq = 0, long tail = 0, RoomEvent[]? events = null, SeatHolder[]? holders = null, RoomEpoch? epoch = null,
        int logEvents = 100, SeatAnswer[]? answers = null) => new(
            new RoomIdentity(RoomId, "counter", false),
            epoch ?? RoomEpoch.First("epoch"),
            new ReaderSettings(20, true, logEvents),
            seq,
            tick,
            schema,
            Tables(tick),
            [],
            tail,
            events ?? [],
            answers ?? [],
            holders ?? [new SeatHolder(0, 1)]);

    protected void Envelope(long seq, long tick, RoomEvent[]? events = null, params SeatEnded[] ended) => Relay.Tell(
        new RoomEnvelope(RoomId, "epoch", seq, new EnvelopeBody(tick - 1, tick, Tables(tick), [], events ?? [], [], ended, [])), Rooms);

    protected void Answered(long seq, long tick, params SeatAnswer[] answers) => Relay.Tell(
        new RoomEnvelope(RoomId, "epoch", seq, new EnvelopeBody(tick - 1, tick, Tables(tick), [], [], answers, [], [])), Rooms);

    protected void Add(JoinOutcome? seat, Cursor? cursor = null, string joinId = "join") => Relay.Tell(
        new AddReader(RoomId, Session, 1, joinId, seat, cursor, false, 0, Outbox), Session);

    protected IReadOnlyList<ServerFrame> Frames()
    {
        var frames = new List<ServerFrame>();
        while (!Outbox.IsDrained)
        {
            Assert.True(ServerFrames.TryDecode(Outbox.Take().ToArray(), FrameEncoding.Binary, frames, out var why), why);
            Outbox.Sent();
        }

        return frames;
    }

    protected IEnumerable<string> Told() =>
        Frames().OfType<EventsFrame>().SelectMany(frame => frame.Events).Select(item => item.Payload.AsText(1000));
}
