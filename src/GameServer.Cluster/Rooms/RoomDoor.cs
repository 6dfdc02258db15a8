using Akka.Actor;
using GameServer.Cluster.Replication;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>Why there is no room, in the words of the protocol.</summary>
internal readonly record struct Refusal(string Code, string Message);

/// <summary>What comes for a room while it is not known whether there is one: kept, then let in or refused.</summary>
/// <param name="roomId">The room.</param>
/// <param name="games">The games there are.</param>
/// <param name="room">The room's actor.</param>
internal sealed class RoomDoor(string roomId, GameCatalog games, IActorRef room)
{
    /// <summary>Messages that are kept; more are dropped, and their senders ask again.</summary>
    internal const int MaxWaiting = 1024;

    internal static readonly Refusal Full = new(ErrorCodes.Busy, "This server has as many rooms as it can carry.");

    private readonly Queue<(object Message, IActorRef Sender)> waiting = new();
    private readonly HashSet<IActorRef> relays = [];

    /// <summary>Who asked first for the room to be made, and how; null if nobody did.</summary>
    internal (CreateRoom Create, IActorRef Asker)? FirstCreation =>
        waiting.FirstOrDefault(kept => kept.Message is CreateRoom) is { Message: CreateRoom create, Sender: var asker } ? (create, asker) : null;

    /// <summary>Whether somebody waits for whom a standing room begins.</summary>
    internal bool HasSomeoneWhoWantsIn => waiting.Any(kept => WantsIn(kept.Message));

    /// <summary>Whether a message is of somebody for whom a standing room begins.</summary>
    internal bool WantsIn(object message) => message switch
    {
        JoinRoom join => Bars(join) is null,
        SubscribeRelay or PollRoom => games.FindStanding(roomId) is { Standing.Bars: null },
        _ => message is RoomMail,
    };

    /// <summary>Why the player must not come in, whether or not there is a room; null if that is for the room to say.</summary>
    internal Refusal? Bars(JoinRoom join) => games.FindStanding(roomId)?.Standing!.WhyBarred(roomId, join.PlayerId) is { } sentence
        ? new Refusal(ErrorCodes.JoinRefused, sentence)
        : null;

    internal void Keep(object message, IActorRef sender)
    {
        // One that asks again would be sent all of the room's state as often.
        var isRepeated = message is SubscribeRelay subscribe && !relays.Add(subscribe.Relay);
        if (waiting.Count < MaxWaiting && !isRepeated)
        {
            waiting.Enqueue((message, sender));
        }
    }

    /// <summary>There is a room: what was kept is for it.</summary>
    internal void LetIn()
    {
        relays.Clear();
        while (waiting.TryDequeue(out var kept))
        {
            room.Tell(kept.Message, kept.Sender);
        }
    }

    /// <summary>There is none.</summary>
    internal void RefuseAll(Refusal? why)
    {
        relays.Clear();
        while (waiting.TryDequeue(out var kept))
        {
            Refuse(kept.Message, kept.Sender, why);
        }
    }

    internal void Refuse(object message, IActorRef sender, Refusal? why = null)
    {
        switch (message)
        {
            case JoinRoom join when (why ?? Bars(join)) is { } refusal:
                join.Session.Tell(new JoinRoomResult(roomId, join.JoinId, JoinOutcome.Refused(refusal.Code, refusal.Message), room));
                break;
            case JoinRoom join when !join.Session.Equals(sender):
                join.Session.Tell(new RoomGone(roomId));
                sender.Tell(new RoomGone(roomId));
                break;
            case RoomMail when games.FindStanding(roomId) is not null:
                // It comes again, and the room may be there by then.
                break;
            case not (WakeRoom or CreateRoom):
                sender.Tell(new RoomGone(roomId));
                break;
        }
    }
}
