using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace Games.Goofspiel.Tests;

/// <summary>Reads the wire of each seat and of watchers, on every transport, through the real actors.</summary>
public sealed class SecrecyTests : GameTestKit
{
    private const int TickRate = 10;

    [Theory]
    [InlineData(1, FrameEncoding.Binary)]
    [InlineData(2, FrameEncoding.Text)]
    [InlineData(3, FrameEncoding.Binary)]
    [InlineData(4, FrameEncoding.Text)]
    public void Nobody_is_sent_a_card_that_is_not_theirs_to_see(ulong seed, FrameEncoding encoding)
    {
        var chance = new Chance(seed);
        var node = Node(() => new GoofspielGame());
        var socket = new Socket(node, "ann", encoding);
        socket.Join(JoinBy.Quick, "goofspiel", watch: false);
        node.Time.Step(TickRate);
        socket.Read();
        var poller = new Poller(node, "bob", encoding, socket.RoomId);
        poller.Join(() => node.Time.Step(TickRate));
        var watcher = new Socket(node, "eve", FrameEncoding.Text);
        watcher.Join(JoinBy.Room, socket.RoomId, watch: true);
        var stream = new Stream(node, "mallory", socket.RoomId);
        for (var tick = 0; tick < 400; tick++)
        {
            // Whoever looks seldom is told of a longer time at once.
            if (chance.Next(3) == 0)
            {
                socket.Bid(chance.Next(1, 14));
            }

            if (chance.Next(3) == 0)
            {
                poller.Bid(chance.Next(1, 14));
            }

            if (tick % 97 == 96)
            {
                socket.Return();
            }

            node.Time.Step(TickRate);
            Read(chance, socket.Read, poller.Read, watcher.Read, stream.Read);
        }

        Assert.All([socket.Spy, poller.Spy, watcher.Spy, stream.Spy], spy => Assert.True(spy.Seen > 20, $"Seat {spy.Seat} saw {spy.Seen} cards."));
        Assert.Equal([0, 1, -1, -1], [socket.Spy.Seat, poller.Spy.Seat, watcher.Spy.Seat, stream.Spy.Seat]);
    }

    private static void Read(Chance chance, params ReadOnlySpan<Action> clients)
    {
        foreach (var read in clients)
        {
            if (chance.Next(2) == 0)
            {
                read();
            }
        }
    }

    private static List<ServerFrame> Decode(ReadOnlyMemory<byte> bytes, FrameEncoding encoding)
    {
        var frames = new List<ServerFrame>();
        Assert.True(bytes.IsEmpty || ServerFrames.TryDecode(bytes.ToArray(), encoding, frames, out _));
        return frames;
    }

    private sealed class Socket(SimulatedNode node, string name, FrameEncoding encoding)
    {
        private SimulatedConnection connection = node.Connect(name, name, encoding);
        private Cursor? cursor;
        private long bids;
        private int joins;

        internal Spy Spy { get; } = new(-1);

        internal string RoomId { get; private set; } = "";

        internal void Join(JoinBy how, string target, bool watch) =>
            connection.Send(new JoinFrame(1, $"join-{++joins}", how, target, watch, 0, cursor, Payload.Nil));

        internal void Bid(int value) => connection.Send(new CommandFrame(1, 7, ++bids, "bid", value), new AckFrame(1, 7, Math.Max(0, bids - 20)));

        /// <summary>With what it holds, over another connection.</summary>
        internal void Return()
        {
            Read();
            connection.Cut();
            connection = node.Connect(name, name, encoding);
            Join(JoinBy.Room, RoomId, watch: false);
        }

        internal void Read()
        {
            var frames = connection.Receive();
            Spy.Read(frames);
            foreach (var frame in frames)
            {
                switch (frame)
                {
                    case JoinedFrame joined:
                        RoomId = joined.RoomId;
                        cursor = new Cursor(joined.Epoch, joined.EpochId, joined.Offset, cursor?.Baseline ?? 0, joined.Attach);
                        break;
                    case EventsFrame events:
                        cursor = cursor!.Value with { Offset = events.To };
                        break;
                    case FullFrame full:
                        cursor = cursor!.Value with { Baseline = full.Tick };
                        break;
                    case DeltaFrame delta:
                        cursor = cursor!.Value with { Baseline = delta.Tick };
                        break;
                }
            }
        }
    }

    private sealed class Poller(SimulatedNode node, string name, FrameEncoding encoding, string roomId)
    {
        private readonly PlayerIdentity player = new(name, name);
        private Cursor? cursor;
        private long attach;
        private long bids;

        internal Spy Spy { get; } = new(-1);

        internal void Join(Action tick)
        {
            var reply = new TaskCompletionSource<GatewayReply>();
            var join = new JoinFrame(0, "join", JoinBy.Room, roomId, false, 0, null, Payload.Nil);
            node.Gateway.Tell(new HttpJoin(player, "tab", encoding, join, reply), ActorRefs.NoSender);
            tick();
            attach = Take(reply)!.OfType<JoinedFrame>().Single().Attach;
        }

        internal void Bid(int value) => node.Gateway.Tell(
            new HttpSend(player, "tab", encoding, roomId, attach, [new CommandFrame(0, 9, ++bids, "bid", value), new AckFrame(0, 9, Math.Max(0, bids - 20))], new()),
            ActorRefs.NoSender);

        internal void Read()
        {
            var reply = new TaskCompletionSource<GatewayReply>();
            var room = new PolledRoom(roomId, 0, attach, cursor, 0);
            node.Gateway.Tell(new HttpPoll(player, "tab", encoding, [room], TimeSpan.Zero, reply), ActorRefs.NoSender);
            Take(reply);
        }

        private List<ServerFrame>? Take(TaskCompletionSource<GatewayReply> reply)
        {
            if (reply.Task is not { IsCompletedSuccessfully: true } || reply.Task.GetAwaiter().GetResult() is not { Refusal: null } answer)
            {
                return null;
            }

            var frames = Decode(answer.Frames, encoding);
            Spy.Read(frames);
            cursor = answer.Position is { EpochId: { } epochId } at ? new Cursor(at.Epoch, epochId, at.Offset, at.Tick, attach) : cursor;
            return frames;
        }
    }

    private sealed class Stream
    {
        private readonly Outbox outbox;

        internal Stream(SimulatedNode node, string name, string roomId)
        {
            outbox = new Outbox(FrameEncoding.Text, node.Services.Limits.OutboxBytes);
            node.Sessions.Tell(
                new OpenStream(new PlayerIdentity(name, name), new PolledRoom(roomId, 0, 0, null, 2), null, outbox, new()), ActorRefs.NoSender);
        }

        internal Spy Spy { get; } = new(-1);

        internal void Read()
        {
            Spy.Read(Decode(outbox.Take(out _), FrameEncoding.Text));
            outbox.Sent();
        }
    }
}
