using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Contract;
using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Support;

/// <summary>
/// A client that comes over HTTP: it holds token, seat and cursor and nothing else. A test makes its requests and decides which
/// answers reach it.
/// </summary>
internal sealed class HttpPlayer(string player, FrameEncoding encoding = FrameEncoding.Binary, string session = "tab")
{
    private GatewayRequest? last;

    public HttpPlayer(SimulatedNode node, string player, FrameEncoding encoding = FrameEncoding.Binary, string session = "tab")
        : this(player, encoding, session) => (Gateway, Sessions) = (node.Gateway, node.Sessions);

    /// <summary>Of the node that its next request goes to; any will do.</summary>
    public IActorRef Gateway { get; set; } = ActorRefs.Nobody;

    /// <summary>Of the node that its next stream is opened at.</summary>
    public IActorRef Sessions { get; set; } = ActorRefs.Nobody;

    public PlayerCopy Copy { get; private set; } = new();

    public Cursor? Cursor { get; private set; }

    public string RoomId { get; set; } = "";

    public long Attach { get; set; }

    public List<EventItem> Events { get; } = [];

    public List<AnswerFrame> Answers { get; } = [];

    /// <summary>What the contract is judged by.</summary>
    public ClientLog Log { get; } = new();

    /// <summary>Breaks its last request off.</summary>
    public void Abort() => Gateway.Tell(new RequestAborted(last!), ActorRefs.NoSender);

    private PlayerIdentity Identity => new(player, player);

    public Pending<GatewayReply> Join(string joinId = "http", JoinBy how = JoinBy.Quick, string target = "counter", bool watch = false) =>
        Join(new JoinFrame(0, joinId, how, target, watch, 0, how == JoinBy.Room ? Resume() : null, Payload.Nil));

    public Pending<GatewayReply> Join(JoinFrame join) => Ask(reply => new HttpJoin(Identity, session, encoding, join, reply));

    /// <summary>Comes back, or over from another transport, with what it holds.</summary>
    public Pending<GatewayReply> Rejoin(string joinId) => Join(joinId, JoinBy.Room, RoomId);

    /// <summary>The join by which it comes back, or over from another transport.</summary>
    public JoinFrame ToRejoin(string joinId, JoinAttempt attempt) =>
        new(0, joinId, JoinBy.Room, RoomId, false, 0, Resume(), Payload.Nil, attempt);

    public Pending<GatewayReply> Send(params ClientFrame[] frames) =>
        Ask(reply => new HttpSend(Identity, session, encoding, RoomId, Attach, frames, reply));

    public Pending<GatewayReply> Poll(double wait = 0, int rate = 0, string? roomId = null)
    {
        var room = new PolledRoom(roomId ?? RoomId, 0, Attach, Cursor, rate);
        return Ask(reply => new HttpPoll(Identity, session, encoding, [room], TimeSpan.FromSeconds(wait), reply));
    }

    public (Outbox Outbox, Pending<StreamOpening> Opened) Stream(StreamTicket? ticket = null, int rate = 0)
    {
        var outbox = new Outbox(FrameEncoding.Text, Limits.ServerMessageBytes);
        var opened = new TaskCompletionSource<StreamOpening>();
        Sessions.Tell(
            new OpenStream(Identity, new PolledRoom(RoomId, 0, Attach, Cursor, rate), ticket, outbox, opened), ActorRefs.NoSender);
        return (outbox, new Pending<StreamOpening>(opened.Task));
    }

    public static CommandFrame Command(long n, string name, Payload arguments = default, long stream = 7) =>
        new(0, stream, n, name, arguments);

    /// <summary>Takes an answer that arrived.</summary>
    public IReadOnlyList<ServerFrame> Read(Pending<GatewayReply> answer)
    {
        Assert.Null(answer.Answer.Refusal);
        return Read(answer.Answer.Frames, encoding);
    }

    public IReadOnlyList<ServerFrame> Read(ReadOnlyMemory<byte> bytes, FrameEncoding of)
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(bytes.ToArray(), of, frames, out var why), why);
        frames.ForEach(Follow);
        return frames;
    }

    /// <summary>Joined and read.</summary>
    public JoinedFrame Seat(string joinId, Action tick)
    {
        var join = Join(joinId);
        tick();
        return Read(join).OfType<JoinedFrame>().Single();
    }

    public void StartAt(string roomId, Cursor cursor, PlayerCopy copy)
    {
        (RoomId, Cursor, Copy) = (roomId, cursor, copy);
    }

    private Cursor? Resume() => Cursor is { } held ? held with { Attach = Attach } : null;

    private Pending<GatewayReply> Ask(Func<TaskCompletionSource<GatewayReply>, GatewayRequest> make)
    {
        var reply = new TaskCompletionSource<GatewayReply>();
        last = make(reply);
        Gateway.Tell(last, ActorRefs.NoSender);
        return new Pending<GatewayReply>(reply.Task);
    }

    public void Follow(ServerFrame frame)
    {
        switch (frame)
        {
            case JoinedFrame joined:
                var baseline = Cursor?.EpochId == joined.EpochId ? Cursor.Value.Baseline : 0;
                Cursor = new Cursor(joined.Epoch, joined.EpochId, joined.Offset, baseline);
                (RoomId, Attach) = (joined.RoomId, joined.Attach);
                Log.BeginAfter(joined.Offset);
                break;
            case ResyncFrame resync:
                Log.Lost(Cursor?.Offset ?? 0, resync.Offset);
                Cursor = new Cursor(resync.Epoch, resync.EpochId, resync.Offset, 0);
                break;
            case EventsFrame events:
                // Who watches without having joined learns here where it stands.
                Cursor ??= new Cursor(0, "", events.From, 0);
                Assert.Equal(Cursor!.Value.Offset, events.From);
                Events.AddRange(events.Events);
                foreach (var item in events.Events)
                {
                    Log.Event(item.Offset, $"{item.Name} {item.Payload}");
                }

                Cursor = Cursor.Value with { Offset = events.To };
                break;
            case FullFrame or DeltaFrame:
                Cursor ??= new Cursor(0, "", 0, 0);
                var before = Copy.Tick;
                Copy.Apply(frame);
                Assert.True(Copy.Tick >= before, $"State went back from {before} to {Copy.Tick}.");
                Cursor = Cursor!.Value with { Baseline = Copy.Tick };
                Log.State(Cursor.Value.EpochId ?? "", Copy.Tick);
                break;
            case AnswerFrame answer:
                Answers.Add(answer);
                break;
        }
    }
}

/// <summary>An answer that is there or not: everything happens on the test's thread, so nothing is to be waited for.</summary>
internal sealed class Pending<T>(Task<T> task)
{
    public bool IsAnswered => task.IsCompletedSuccessfully;

    public T Answer => IsAnswered ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The request is not answered.");
}
