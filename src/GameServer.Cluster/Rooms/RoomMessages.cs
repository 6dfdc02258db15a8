using Akka.Actor;
using GameServer.Cluster.Replication;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>Makes a room. No other message does. Answered by <see cref="RoomCreated"/> or <see cref="RoomNotCreated"/>.</summary>
public sealed record CreateRoom(string RoomId, string Kind, bool IsPrivate, ulong Seed, string EpochId, Payload Options) : IRoomMessage;

/// <summary>The room is there.</summary>
public sealed record RoomCreated(string RoomId, string Kind, int Seats) : IClusterMessage;

/// <summary>The room could not be made.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Code">An error code of the protocol.</param>
/// <param name="Message">A sentence that goes with it.</param>
public sealed record RoomNotCreated(string RoomId, string Code, string Message) : IClusterMessage;

/// <summary>
/// A player wants a seat; may be repeated. Answered by <see cref="JoinRoomResult"/> or <see cref="RoomGone"/>. The session is
/// watched from then on: when it ends, the seat is away. Over HTTP there is no session: <paramref name="Session"/> only gets the
/// answer, and the seat lives on signs of life (<see cref="SeatsAlive"/>).
/// </summary>
public sealed record JoinRoom(
    string RoomId, string PlayerId, string Name, string JoinId, Payload Options, long HeldAttach, IActorRef Session,
    bool OverHttp = false, JoinAttempt? Attempt = null) : IRoomMessage;

/// <summary>What the room decided on a join.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="JoinId">The join.</param>
/// <param name="Outcome">Seat and attach number, or the refusal.</param>
/// <param name="Room">Where inputs and commands go from now on.</param>
public sealed record JoinRoomResult(string RoomId, string JoinId, JoinOutcome Outcome, IActorRef Room) : IClusterMessage;

/// <summary>There is no such room (any more).</summary>
public sealed record RoomGone(string RoomId) : IClusterMessage;

/// <summary>The seat was attached from another session.</summary>
public sealed record SeatTakenOver(string RoomId, int Seat, long Attach) : IClusterMessage;

/// <summary>A relay wants envelopes. Answered by <see cref="RelaySubscribed"/> or <see cref="RoomGone"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Relay">The relay.</param>
/// <param name="Format">The newest of <see cref="Membership.NodeFormats"/> that it reads; null if it says none.</param>
public sealed record SubscribeRelay(string RoomId, IActorRef Relay, int? Format = null) : IRoomMessage;

/// <summary>A relay wants no more envelopes.</summary>
public sealed record UnsubscribeRelay(string RoomId, IActorRef Relay) : IRoomMessage;

/// <summary>A player gives its seat up.</summary>
public sealed record LeaveRoom(string RoomId, int Seat, long Attach) : IRoomMessage;

/// <summary>A session that held a seat is ending.</summary>
public sealed record DetachSeat(string RoomId, int Seat, long Attach) : IRoomMessage;

/// <summary>An input of a seat.</summary>
public sealed record SeatInput(string RoomId, int Seat, long Attach, long N, Payload Input) : IRoomMessage;

/// <summary>A command of a seat. Answered through the relay, or by <see cref="CommandNotQueued"/>.</summary>
public sealed record SeatCommand(string RoomId, int Seat, long Attach, long Stream, long N, string Name, Payload Arguments)
    : IRoomMessage;

/// <summary>Why a command was not queued, or its answer from before.</summary>
public sealed record CommandNotQueued(string RoomId, int Seat, long Attach, long Stream, long N, CommandOffer Offer) : IClusterMessage;

/// <summary>The client of a seat has these answers.</summary>
public sealed record SeatAcknowledge(string RoomId, int Seat, long Attach, long Stream, long N) : IRoomMessage;

/// <summary>The shard wants the room to stop (it was asked for by the room itself, or the shard moves).</summary>
public sealed class StopRoom : INoSerializationVerificationNeeded
{
    private StopRoom()
    {
    }

    /// <summary>The one instance.</summary>
    public static StopRoom Instance { get; } = new();
}

/// <summary>The actors that a room talks to.</summary>
/// <param name="Matchmaker">Hears of free seats.</param>
/// <param name="Relays">The relays of the room's own node.</param>
public sealed record RoomNeighbours(IActorRef Matchmaker, IActorRef Relays)
{
    /// <summary>The way to other rooms.</summary>
    public IActorRef Rooms { get; init; } = ActorRefs.Nobody;

    /// <summary>The way to the nodes that keep copies of the room.</summary>
    public ReplicationLinks Replication { get; init; } = ReplicationLinks.None;

    /// <summary>Makes what keeps a durable room, by its id; null where durable rooms live and die like others.</summary>
    public Func<string, Props>? Journal { get; init; }
}
