using Akka.Actor;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;

namespace GameServer.Cluster.Lobby;

/// <summary>A session looks for a room. Answered by <see cref="RoomProposed"/> or <see cref="NoProposal"/>.</summary>
/// <param name="Handle">The session's handle; comes back.</param>
/// <param name="JoinId">The client's id of the join; comes back.</param>
/// <param name="Kind">The game.</param>
/// <param name="PlayerId">Who looks.</param>
/// <param name="Private">Whether a new private room is wanted.</param>
/// <param name="Options">For the game, when a room is made.</param>
/// <param name="Excluded">Rooms that were tried already.</param>
public sealed record FindRoom(
    int Handle, string JoinId, string Kind, string PlayerId, bool Private, Payload Options, IReadOnlyList<string> Excluded)
    : IClusterMessage;

/// <summary>That room may have a seat; the room decides.</summary>
public sealed record RoomProposed(int Handle, string JoinId, string RoomId) : IClusterMessage;

/// <summary>There is nothing to propose.</summary>
public sealed record NoProposal(int Handle, string JoinId, string Code, string Message) : IClusterMessage;

/// <summary>A room says how it is.</summary>
public sealed record RoomAnnounced(string RoomId, string Kind, bool IsPrivate, int Taken, int Seats) : IClusterMessage;

/// <summary>A room is no more.</summary>
public sealed record RoomWithdrawn(string RoomId) : IClusterMessage;

/// <summary>
/// Finds rooms for players and has new ones made. It proposes, the room decides. One in the cluster; when it starts anew it
/// first listens for a round of announcements, so that it does not make rooms that are there already.
/// </summary>
/// <remarks>Mailbox: one message per join and per room announcement. At most <see cref="MaxWaiting"/> joins wait for rooms being made.</remarks>
public sealed class MatchmakerActor : UntypedActor, IWithTimers, IWithStash
{
    /// <summary>Joins that may wait for rooms being made; more get <c>busy</c>.</summary>
    public const int MaxWaiting = 4096;

    private static readonly TimeSpan createTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan sweepEvery = TimeSpan.FromSeconds(1);

    private readonly IActorRef rooms;
    private readonly NodeServices services;
    private readonly TimeSpan listenFor;
    private readonly Matchmaking matchmaking = new();
    private readonly Dictionary<string, Making> making = [];
    private readonly long started;
    private int waiting;

    /// <param name="rooms">The way to rooms.</param>
    /// <param name="services">What the node's actors share.</param>
    /// <param name="listenFor">How long to listen before the first proposal.</param>
    public MatchmakerActor(IActorRef rooms, NodeServices services, TimeSpan listenFor)
    {
        this.rooms = rooms;
        this.services = services;
        this.listenFor = listenFor;
        started = services.Time.GetTimestamp();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    private TimeSpan Now => services.Time.GetElapsedTime(started);

    /// <summary>How it is made.</summary>
    public static Props Props(IActorRef rooms, NodeServices services, TimeSpan listenFor) =>
        Akka.Actor.Props.Create(() => new MatchmakerActor(rooms, services, listenFor));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, sweepEvery);
        if (listenFor > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(nameof(Listened), Listened.Instance, listenFor);
            Become(Listening);
        }
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomAnnounced announced:
                matchmaking.Announced(
                    new RoomListing(announced.RoomId, announced.Kind, announced.IsPrivate, announced.Taken, announced.Seats), Now);
                break;
            case FindRoom find:
                Find(find);
                break;
            case RoomWithdrawn withdrawn:
                matchmaking.Withdrawn(withdrawn.RoomId);
                break;
            case RoomCreated created:
                OnCreated(created);
                break;
            case RoomNotCreated refused:
                Log.RoomNotCreated(services.Log, refused.RoomId, refused.Message);
                Refuse(refused.RoomId, refused.Code, refused.Message);
                break;
            case Sweep:
                OnSweep();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Listening(object message)
    {
        switch (message)
        {
            case FindRoom find when waiting >= MaxWaiting:
                Sender.Tell(new NoProposal(find.Handle, find.JoinId, ErrorCodes.Busy, "Too many players look for a room at once."));
                break;
            case FindRoom:
                waiting++;
                Stash.Stash();
                break;
            case Listened:
                waiting = 0;
                Become(OnReceive);
                Stash.UnstashAll();
                break;
            default:
                OnReceive(message);
                break;
        }
    }

    private void Find(FindRoom find)
    {
        if (services.Games.Find(find.Kind) is not { } settings)
        {
            Sender.Tell(new NoProposal(find.Handle, find.JoinId, ErrorCodes.UnknownKind, $"There is no game '{find.Kind}'."));
            return;
        }

        if (matchmaking.Recall(find.PlayerId, find.JoinId) is { } known && !find.Excluded.Contains(known))
        {
            Sender.Tell(new RoomProposed(find.Handle, find.JoinId, known));
            return;
        }

        if (!find.Private && matchmaking.Propose(find.Kind, find.PlayerId, find.JoinId, find.Excluded, Now) is { } roomId)
        {
            Sender.Tell(new RoomProposed(find.Handle, find.JoinId, roomId));
            return;
        }

        if (waiting >= MaxWaiting)
        {
            Sender.Tell(new NoProposal(find.Handle, find.JoinId, ErrorCodes.Busy, "Too many players look for a room at once."));
            return;
        }

        waiting++;
        var open = making.Values.FirstOrDefault(other => other.Waits(find))
            ?? (find.Private ? null : making.Values.FirstOrDefault(other =>
                !other.IsPrivate && other.Kind == find.Kind && other.Waiting.Count < settings.Seats))
            ?? Make(find);
        open.Waiting.Add((Sender, find));
    }

    private Making Make(FindRoom find)
    {
        var roomId = services.Ids.NewRoomId();
        var made = new Making(find.Kind, find.Private, Now + createTimeout);
        making.Add(roomId, made);
        // What a player wishes of a public room is not everyone's wish; only the maker of a private one decides.
        var options = find.Private ? find.Options : Payload.Nil;
        rooms.Tell(new CreateRoom(
            roomId, find.Kind, find.Private, services.Ids.NewSeed(), services.Ids.NewEpochId(), options));
        return made;
    }

    private void OnCreated(RoomCreated created)
    {
        if (!making.Remove(created.RoomId, out var made))
        {
            return;
        }

        waiting -= made.Waiting.Count;
        matchmaking.Announced(new RoomListing(created.RoomId, created.Kind, made.IsPrivate, 0, created.Seats), Now);
        foreach (var (session, find) in made.Waiting)
        {
            matchmaking.Sent(created.RoomId, find.PlayerId, find.JoinId, Now);
            session.Tell(new RoomProposed(find.Handle, find.JoinId, created.RoomId));
        }
    }

    private void Refuse(string roomId, string code, string message)
    {
        if (!making.Remove(roomId, out var made))
        {
            return;
        }

        waiting -= made.Waiting.Count;
        foreach (var (session, find) in made.Waiting)
        {
            session.Tell(new NoProposal(find.Handle, find.JoinId, code, message));
        }
    }

    private void OnSweep()
    {
        var now = Now;
        matchmaking.Sweep(now);
        foreach (var (roomId, _) in making.Where(pair => pair.Value.Until < now).ToArray())
        {
            Refuse(roomId, ErrorCodes.Busy, "The room was not ready in time.");
        }
    }

    private sealed class Making(string kind, bool isPrivate, TimeSpan until)
    {
        public string Kind { get; } = kind;

        public bool IsPrivate { get; } = isPrivate;

        public TimeSpan Until { get; } = until;

        public bool Waits(FindRoom find) =>
            Waiting.Exists(other => other.Find.PlayerId == find.PlayerId && other.Find.JoinId == find.JoinId);

        public List<(IActorRef Session, FindRoom Find)> Waiting { get; } = [];
    }

    private sealed class Sweep : INoSerializationVerificationNeeded
    {
        public static Sweep Instance { get; } = new();
    }

    private sealed class Listened : INoSerializationVerificationNeeded
    {
        public static Listened Instance { get; } = new();
    }
}
