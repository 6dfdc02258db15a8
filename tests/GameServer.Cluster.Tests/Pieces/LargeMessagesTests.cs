using Akka.Actor;
using Akka.Configuration;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Replication;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using GameServer.Cluster.Tests.Support;
using GameServer.Cluster.Time;
using GameServer.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Pieces;

public sealed class LargeMessagesTests : Akka.TestKit.Xunit2.TestKit
{
    private const int Frame = 256_000;
    private const int Small = 1000;
    private const int Large = 200_000;
    private const int TooLargeForFrame = 260_000;
    private const int TooLarge = (MessagePiece.MostOf * ReplicaPieces.Bytes) + 1;

    private readonly RecordingLog entries = new();
    private readonly Clock time = new();
    private readonly LargeMessages large;
    private readonly FarActor far;

    public LargeMessagesTests()
        : base(ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.maximum-frame-size = {Frame}b"))
    {
        var services = new NodeServices(
            new GameCatalog(), time, new SchedulerTickSource(Sys.Scheduler), new SeededIds(1), new NodeLimits(), entries);
        large = new LargeMessages(services, Sys, TestActor);
        far = new FarActor(((ExtendedActorSystem)Sys).Provider);
    }

    [Theory]
    [InlineData(Small, NodeFormats.Oldest, 1)]
    [InlineData(Small, NodeFormats.WithPieces, 1)]
    [InlineData(Large, NodeFormats.Oldest, 1)]
    [InlineData(Large, NodeFormats.WithPieces, 7)]
    [InlineData(TooLargeForFrame, NodeFormats.WithPieces, 8)]
    public void Another_node_gets_a_large_message_in_pieces_if_it_knows_them(int bytes, int format, int messages)
    {
        var answer = Answer(bytes);
        Assert.True(large.TryTell(far, answer, "room", format));
        Assert.Equal(messages, far.Told.Count);
        if (messages == 1)
        {
            Assert.Same(answer, far.Told[0]);
            return;
        }

        Assert.All(far.Told, piece => Assert.InRange(((MessagePiece)piece).Bytes.Length, 1, ReplicaPieces.Bytes));
        var incoming = new IncomingPieces(Sys, entries);
        object? whole = null;
        Assert.All(far.Told, piece => Assert.True(incoming.TryTake((MessagePiece)piece, far, out whole)));
        Assert.Equal(answer.Frames.ToArray(), Assert.IsType<PollAnswer>(whole).Frames.ToArray());
        Assert.Empty(entries.At(LogLevel.Error));
    }

    [Theory]
    [InlineData(TooLargeForFrame, NodeFormats.Oldest)]
    [InlineData(TooLarge, NodeFormats.WithPieces)]
    public void What_another_node_cannot_take_is_not_sent_and_the_log_says_so_once_a_minute(int bytes, int format)
    {
        for (var again = 0; again < 3; again++)
        {
            Assert.False(large.TryTell(far, Answer(bytes), "ROOM", format));
        }

        Assert.Empty(far.Told);
        Assert.Contains("of room ROOM is not sent", Assert.Single(entries.At(LogLevel.Error)), StringComparison.Ordinal);
        time.Now += TimeSpan.FromMinutes(1);
        Assert.False(large.TryTell(far, Answer(bytes), "ROOM", format));
        Assert.Equal(2, entries.At(LogLevel.Error).Count());
    }

    [Fact]
    public void An_actor_of_the_same_node_gets_the_object_as_it_is()
    {
        var answer = Answer(TooLarge);
        Assert.True(large.TryTell(TestActor, answer, "room", NodeFormats.WithPieces));
        Assert.Same(answer, ExpectMsg<PollAnswer>());
    }

    [Fact]
    public void A_message_that_remoting_will_drop_is_in_the_log_with_its_room()
    {
        var serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys, new OversizeLog(entries, time));
        serializer.ToBinary(Answer(Large));
        Assert.Empty(entries.At(LogLevel.Error));
        serializer.ToBinary(Answer(TooLargeForFrame));
        serializer.ToBinary(Answer(TooLargeForFrame));
        Assert.Contains("PollAnswer of room ROOM", Assert.Single(entries.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_is_not_filled_by_however_many_rooms()
    {
        var oversize = new OversizeLog(entries, time);
        for (var room = 0; room < 10 * OversizeLog.MaxRooms; room++)
        {
            oversize.Note($"room {room}", "It", 1);
        }

        Assert.Equal(OversizeLog.MaxRooms, entries.At(LogLevel.Error).Count());
    }

    private static PollAnswer Answer(int bytes)
    {
        var frames = new byte[bytes];
        new Random(bytes).NextBytes(frames);
        return new PollAnswer("ROOM", 1, frames, new RoomPosition(1, "epoch", 2, 3), null);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    /// <summary>Stands for an actor of another node.</summary>
    private sealed class FarActor(IActorRefProvider provider) : MinimalActorRef
    {
        public List<object> Told { get; } = [];

        public override ActorPath Path { get; } = new RootActorPath(new Address("akka.tcp", "game", "far", 1)) / "user" / "actor";

        public override IActorRefProvider Provider { get; } = provider;

        public override bool IsLocal => false;

        protected override void TellInternal(object message, IActorRef sender) => Told.Add(message);
    }
}
