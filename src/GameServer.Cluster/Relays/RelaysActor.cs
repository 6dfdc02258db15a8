using Akka.Actor;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>
/// The relays of a node, one for each room that has readers here or runs here. A relay that fails is not restarted: its readers'
/// sessions, which watch it, add them again and a new one begins from the room.
/// </summary>
public sealed class RelaysActor : UntypedActor
{
    private readonly IActorRef rooms;
    private readonly NodeServices services;
    private readonly Dictionary<string, Entry> relays = [];
    private readonly Dictionary<IActorRef, string> roomIds = [];
    private readonly RecentPollers pollers;

    /// <param name="rooms">The way to rooms.</param>
    /// <param name="services">What the node's actors share.</param>
    public RelaysActor(IActorRef rooms, NodeServices services)
    {
        this.rooms = rooms;
        this.services = services;
        pollers = new RecentPollers(services.Time);
    }

    /// <summary>How it is made.</summary>
    public static Props Props(IActorRef rooms, NodeServices services) =>
        Akka.Actor.Props.Create(() => new RelaysActor(rooms, services));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EnsureRelay ensure:
                Get(ensure.RoomId);
                break;
            case AddReader add:
                var entry = Get(add.RoomId);
                entry.ReadersSent++;
                entry.Relay.Forward(add);
                break;
            case AwaitRoom wait:
                var awaiting = Get(wait.RoomId);
                awaiting.ReadersSent++;
                awaiting.Relay.Forward(wait);
                break;
            case AddStream add:
                var streaming = Get(add.RoomId);
                streaming.ReadersSent++;
                streaming.Relay.Forward(add);
                break;
            case PollHere here:
                PollAt(Get(here.Poll.RoomId), here);
                break;
            case PollRoom poll:
                OnPoll(poll);
                break;
            case EndPoll end:
                EndHere(end);
                // When it came, there may have been no relay here.
                rooms.Forward(end);
                break;
            case EndPollHere here:
                EndHere(here.End);
                break;
            case RemoveReader remove when relays.TryGetValue(remove.RoomId, out var reading):
                reading.Relay.Forward(remove);
                break;
            case RemoveReader:
                break;
            case NodeGone gone:
                foreach (var known in relays.Values)
                {
                    known.Relay.Forward(gone);
                }

                break;
            case RelayIdle idle when relays.TryGetValue(idle.RoomId, out var known) && known.Relay.Equals(Sender):
                if (known.ReadersSent == idle.ReadersSeen)
                {
                    Forget(Sender);
                    Context.Stop(Sender);
                }

                break;
            case RelayIdle:
                break;
            case Terminated ended:
                Forget(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// One player who polls does not bring a room's whole stream to this node: the relay at the room's own node answers. As soon as
    /// two do, a relay here costs less.
    /// </summary>
    private void OnPoll(PollRoom poll)
    {
        if (relays.TryGetValue(poll.RoomId, out var entry))
        {
            PollAt(entry, new PollHere(poll));
        }
        else if (pollers.AreSeveral(poll.RoomId, poll.PlayerId))
        {
            PollAt(Get(poll.RoomId), new PollHere(poll));
        }
        else
        {
            rooms.Forward(poll);
        }
    }

    private void EndHere(EndPoll end)
    {
        if (relays.TryGetValue(end.RoomId, out var entry))
        {
            entry.Relay.Forward(end);
        }
    }

    private static void PollAt(Entry entry, PollHere here)
    {
        entry.ReadersSent++;
        entry.Relay.Forward(here);
    }

    private Entry Get(string roomId)
    {
        if (!relays.TryGetValue(roomId, out var entry))
        {
            entry = new Entry(Context.Watch(Context.ActorOf(RoomRelayActor.Props(roomId, rooms, services))));
            relays.Add(roomId, entry);
            roomIds.Add(entry.Relay, roomId);
        }

        return entry;
    }

    private void Forget(IActorRef relay)
    {
        if (roomIds.Remove(relay, out var roomId))
        {
            relays.Remove(roomId);
        }
    }

    private sealed class Entry(IActorRef relay)
    {
        public IActorRef Relay { get; } = relay;

        public long ReadersSent { get; set; }
    }
}
