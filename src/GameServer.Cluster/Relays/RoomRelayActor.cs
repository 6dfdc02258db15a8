using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>
/// A node's read replica of one room, and its fan-out to the readers on that node. Follows the room by its envelopes; a gap, or
/// two missing signs of life, and it subscribes anew while its readers stay.
/// </summary>
/// <remarks>
/// Mailbox: the room sends one envelope per tick, a large one in <see cref="MessagePiece.MostOf"/> pieces at most; readers their coming
/// and going, pings, and one drained note each.
/// </remarks>
public sealed class RoomRelayActor : UntypedActor, IWithTimers
{
    internal static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan silence = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan idleFor = TimeSpan.FromSeconds(30);

    // Longer than between two signs, so that short polls are seen.
    private static readonly TimeSpan watchedFor = TimeSpan.FromSeconds(6);

    private readonly string roomId;
    private readonly IActorRef rooms;
    private readonly NodeServices services;
    private readonly ReaderTable readers = new();
    private readonly ReaderService service = new();
    private readonly RelaySessions sessions;
    private readonly RelayPolls polls;
    private readonly RelaySigns signs;
    private readonly RelayStreams streams;
    private readonly IncomingPieces pieces;
    private RoomCopy? copy;
    private IActorRef room = ActorRefs.Nobody;
    private long heard;
    private int asked;
    private long idleSince;
    private long readersSeen;
    private bool isFollowing;

    /// <param name="roomId">The room.</param>
    /// <param name="rooms">The way to rooms.</param>
    /// <param name="services">What the node's actors share.</param>
    public RoomRelayActor(string roomId, IActorRef rooms, NodeServices services)
    {
        this.roomId = roomId;
        this.rooms = rooms;
        this.services = services;
        sessions = new RelaySessions(roomId, readers, service, Self);
        polls = new RelayPolls(service, services, new LargeMessages(services, Context.System, Self), Self);
        pieces = new IncomingPieces(Context.System, services.Log);
        signs = new RelaySigns(roomId, services, Self);
        streams = new RelayStreams(roomId, readers, service, Self);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How a relay is made.</summary>
    public static Props Props(string roomId, IActorRef rooms, NodeServices services) =>
        Akka.Actor.Props.Create(() => new RoomRelayActor(roomId, rooms, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(CheckBeat), CheckBeat.Instance, LookEvery);
        idleSince = services.Time.GetTimestamp();
        Subscribe();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomEnvelope envelope:
                OnEnvelope(envelope);
                break;
            case ReaderDrained drained when isFollowing && readers.Holds(drained.Reader):
                service.Drained(drained.Reader, copy!);
                break;
            case PingRoom ping:
                OnPing(ping);
                break;
            case AddReader add:
                readersSeen++;
                Context.Watch(add.Session);
                sessions.Add(add, isFollowing ? copy : null);
                break;
            case AwaitRoom wait:
                readersSeen++;
                Context.Watch(wait.Session);
                sessions.Await(wait.Session);
                break;
            case PollHere here:
                readersSeen++;
                OnPoll(here.Poll);
                break;
            case PollRoom poll:
                OnPoll(poll);
                break;
            case EndPoll end:
                polls.End(end);
                break;
            case AddStream add:
                readersSeen++;
                Context.Watch(add.Session);
                streams.Add(add, isFollowing ? copy : null);
                break;
            case SeatElsewhere elsewhere:
                OnElsewhere(elsewhere);
                break;
            case RemoveReader remove:
                Remove(remove.Session, remove.Handle);
                break;
            case RelaySubscribed snapshot:
                OnSubscribed(snapshot);
                break;
            case MessagePiece piece:
                OnPiece(piece);
                break;
            case RoomHeldUp when isFollowing && Sender.Equals(room):
                heard = services.Time.GetTimestamp();
                Hold(true);
                break;
            case RoomEnded ended when Sender.Equals(room):
                EndAll(ended.Code, ended.Message);
                break;
            case RoomGone when !isFollowing:
                EndAll(LeftCodes.RoomGone, "The room is not there any more.");
                break;
            case Terminated lost when lost.ActorRef.Equals(room):
                room = ActorRefs.Nobody;
                LoseTrack("room", lost.AddressTerminated ? AskingAgain.Settled : TimeSpan.Zero);
                break;
            case AskAgain when !isFollowing:
                Subscribe();
                break;
            case NodeGone when !isFollowing:
                // It may have been the node of this room, which is awake then by the time that all know.
                asked = 0;
                Ask(AskingAgain.Settled);
                break;
            case Terminated session:
                RemoveSession(session.ActorRef);
                break;
            case CheckBeat:
                OnCheckBeat();
                break;
            case ReaderDrained or RoomGone or RoomEnded or RoomHeldUp or AskAgain or NodeGone:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnEnvelope(RoomEnvelope envelope)
    {
        if (copy is null || !isFollowing || envelope.EpochId != copy.Epoch.Id || envelope.Seq <= copy.Seq)
        {
            return;
        }

        if (envelope.Seq != copy.Seq + 1)
        {
            LoseTrack("gap");
            return;
        }

        heard = services.Time.GetTimestamp();
        Hold(false);
        copy.Apply(envelope);
        foreach (var answer in envelope.Body.Answers)
        {
            readers.Answer(answer);
        }

        foreach (var ended in envelope.Body.Ended)
        {
            if (readers.OfSeat(ended.Seat) is { } reader && reader.Attach <= ended.Attach)
            {
                reader.Until = ended.Offset;
                service.Serve(reader, copy);
                End(reader, ended.Reason);
            }
        }

        foreach (var reader in readers.All)
        {
            service.Serve(reader, copy);
        }

        streams.EndOvertaken(envelope.Body.Seated);
        polls.Serve(copy, isNewCopy: false);
        streams.Begin(copy);
    }

    private void OnPiece(MessagePiece piece)
    {
        var isOfUse = pieces.TryTake(piece, Sender, out var whole);
        if (whole is RoomEnvelope or RelaySubscribed)
        {
            OnReceive(whole);
        }
        else if (isOfUse && !isFollowing && IncomingPieces.AreOf<RelaySubscribed>(piece))
        {
            // The answer is on its way; asked again now, the room would begin it again.
            Ask(AskingAgain.OfRelay(asked));
        }
    }

    private void OnSubscribed(RelaySubscribed snapshot)
    {
        // A late answer of an incarnation that the copy is of a later one than: its readers would be told to start anew. Not judged by its
        // number, since a standing room that was lost with all its copies begins with the first again.
        if (isFollowing || copy?.Epoch.IsAfter(snapshot.Epoch) == true)
        {
            return;
        }

        var before = copy?.Epoch;
        copy = new RoomCopy(snapshot);
        isFollowing = true;
        asked = 0;
        Timers.Cancel(nameof(AskAgain));
        Log.RelayFollows(services.Log, roomId, copy.Epoch.Number);
        heard = services.Time.GetTimestamp();
        Follow(Sender);
        Hold(false);
        foreach (var reader in readers.All.ToArray())
        {
            if (reader.Outcome is { } seat && copy.EndOf(seat) is { } ended)
            {
                // It ended while nothing was heard of the room.
                End(reader, ended.Reason);
            }
            else
            {
                service.Continue(reader, copy, before ?? copy.Epoch);
            }
        }

        foreach (var answer in snapshot.Answers)
        {
            readers.AnswerIfNew(answer);
        }

        sessions.Begin(copy);
        sessions.TellBack(room);
        streams.EndOvertaken(snapshot.Holders);
        polls.Serve(copy, isNewCopy: true);
        streams.Begin(copy);
    }

    private void OnPoll(PollRoom poll)
    {
        idleSince = services.Time.GetTimestamp();
        polls.Begin(poll, isFollowing ? copy : null);
        if (isFollowing)
        {
            signs.PollBegan(room, poll.PlayerId, poll.Attach);
        }
    }

    private void OnElsewhere(SeatElsewhere elsewhere)
    {
        signs.Forget(elsewhere.PlayerId);
        polls.EndElsewhere(elsewhere);
        if (elsewhere.IsAway)
        {
            copy?.MarkAway(elsewhere.PlayerId, elsewhere.Attach);
            streams.EndAway(elsewhere);
        }
    }

    private void OnPing(PingRoom ping)
    {
        if (copy is not null && readers.Find(ping.Session, ping.Handle) is { } reader)
        {
            ReaderService.Pong(reader, ping, copy, services.Time.GetElapsedTime(heard));
        }
    }

    private void End(Reader reader, LeaveReason reason)
    {
        sessions.TellEnd(reader.Session, reader.Handle, reason);
        Remove(reader.Session, reader.Handle);
    }

    private void EndAll(string code, string message)
    {
        sessions.EndAll(code, message);
        streams.EndAll(message);
        polls.EndAll(code, message);
        Context.Unwatch(room);
        room = ActorRefs.Nobody;
        isFollowing = false;
        copy = null;
        // Unless it is let go now, for somebody is on the way to it.
        Ask(AskingAgain.LongestOfRelay);
        Context.Parent.Tell(new RelayIdle(roomId, readersSeen));
    }

    private void Remove(IActorRef session, int handle)
    {
        sessions.Remove(session, handle);
        streams.Remove(session);
        idleSince = services.Time.GetTimestamp();
    }

    private void RemoveSession(IActorRef session)
    {
        readers.All.Where(reader => reader.Session.Equals(session)).ToList().ForEach(reader => Remove(session, reader.Handle));
        sessions.RemoveWaiting(session);
        streams.Remove(session);
    }

    private void OnCheckBeat()
    {
        if (isFollowing && services.Time.GetElapsedTime(heard) >= silence)
        {
            LoseTrack("silence");
            Hold(true);
        }

        polls.Check(isFollowing ? copy : null);
        if (isFollowing)
        {
            var isRead = readers.Count + polls.Count > 0 || services.Time.GetElapsedTime(idleSince) < watchedFor;
            signs.Check(room, polls.Seats.Concat(streams.Seats), isRead && copy!.Settings.Public == true);
        }

        var isHome = room is IInternalActorRef { IsLocal: true };
        if (readers.Count + sessions.Waiting + streams.Waiting + polls.Count == 0 && !isHome && services.Time.GetElapsedTime(idleSince) >= idleFor)
        {
            Context.Parent.Tell(new RelayIdle(roomId, readersSeen));
        }
    }

    /// <summary>
    /// The room stays watched: when its silence turns out to be the end of its node, it is asked for at once where it goes on, and not
    /// when the next of the ever rarer questions is due.
    /// </summary>
    private void LoseTrack(string reason, TimeSpan asksIn = default)
    {
        if (isFollowing)
        {
            Meters.RelayGaps.Add(1);
            Log.RelayLostTrack(services.Log, roomId, reason);
        }

        isFollowing = false;
        asked = 0;
        if (asksIn > TimeSpan.Zero)
        {
            Ask(asksIn);
        }
        else
        {
            Subscribe();
        }
    }

    private void Follow(IActorRef found)
    {
        if (!found.Equals(room))
        {
            Context.Unwatch(room);
        }

        room = Context.Watch(found);
    }

    private void Hold(bool isHeldUp)
    {
        if (service.Hold(isHeldUp, readers.All))
        {
            polls.Hold(isHeldUp);
        }
    }

    private void Subscribe()
    {
        Log.RelaySubscribes(services.Log, roomId);
        rooms.Tell(new SubscribeRelay(roomId, Self, NodeFormats.Newest));
        Ask(AskingAgain.OfRelay(++asked));
    }

    private void Ask(TimeSpan after) => Timers.StartSingleTimer(nameof(AskAgain), AskAgain.Instance, after);
}
