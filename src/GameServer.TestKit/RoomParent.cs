using Akka.Actor;
using Akka.Cluster.Sharding;
using GameServer.Cluster;
using GameServer.Cluster.Rooms;

namespace GameServer.TestKit;

/// <summary>
/// Stands in for the shard region of rooms: finds rooms by the same extractor, starts them on their first message, and honours
/// passivation, with messages that arrive meanwhile going to the next incarnation.
/// </summary>
internal sealed class RoomParent(NodeServices services, RoomCounter counter) : UntypedActor
{
    private readonly RoomMessageExtractor extractor = new(GameServerActors.Shards);
    private readonly Dictionary<string, IActorRef> rooms = [];
    private readonly Dictionary<IActorRef, (string RoomId, List<(object Message, IActorRef Sender)> Waiting)> stopping = [];
    private RoomNeighbours? neighbours;

    internal static Props Props(NodeServices services, RoomCounter counter) =>
        Akka.Actor.Props.Create(() => new RoomParent(services, counter));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomNeighbours found:
                neighbours = found;
                break;
            case Passivate passivate:
                Stop(Sender, passivate.StopMessage);
                break;
            case Terminated ended:
                Ended(ended.ActorRef);
                break;
            default:
                Route(message, Sender);
                break;
        }
    }

    private void Route(object message, IActorRef sender)
    {
        if (extractor.EntityId(message) is not { } roomId)
        {
            Unhandled(message);
            return;
        }

        if (!rooms.TryGetValue(roomId, out var room))
        {
            room = Context.Watch(Context.ActorOf(RoomActor.Props(roomId, services, neighbours!, counter)));
            rooms.Add(roomId, room);
        }

        if (stopping.TryGetValue(room, out var stop))
        {
            stop.Waiting.Add((message, sender));
        }
        else
        {
            room.Tell(message, sender);
        }
    }

    private void Stop(IActorRef room, object stopMessage)
    {
        if (rooms.FirstOrDefault(pair => pair.Value.Equals(room)) is { Key: { } roomId } && !stopping.ContainsKey(room))
        {
            stopping.Add(room, (roomId, []));
            room.Tell(stopMessage);
        }
    }

    private void Ended(IActorRef room)
    {
        if (rooms.FirstOrDefault(pair => pair.Value.Equals(room)) is { Key: { } roomId })
        {
            rooms.Remove(roomId);
        }

        if (stopping.Remove(room, out var stop))
        {
            foreach (var (message, sender) in stop.Waiting)
            {
                Route(message, sender);
            }
        }
    }
}
