using Akka.Actor;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>A room runs on this node: its relay is to be there before anyone asks.</summary>
public sealed record EnsureRelay(string RoomId) : INoSerializationVerificationNeeded;

/// <summary>
/// A session wants to read a room. Answered by <see cref="ReaderAdded"/> or <see cref="ReaderRefused"/>. The relay writes
/// <c>joined</c> and everything after it into the outbox itself, so that nothing can overtake it.
/// </summary>
/// <param name="RoomId">The room.</param>
/// <param name="Session">Who reads.</param>
/// <param name="Handle">The session's handle for the room.</param>
/// <param name="JoinId">The client's id of the join.</param>
/// <param name="Seat">The room's outcome; null for a watcher.</param>
/// <param name="Cursor">What the client holds, or null.</param>
/// <param name="IsReturning">The client was told <c>joined</c> before by this session; the room moved or its relay was lost.</param>
/// <param name="Rate">The most state frames a second; 0 for every tick.</param>
/// <param name="Outbox">Where frames go.</param>
public sealed record AddReader(
    string RoomId, IActorRef Session, int Handle, string JoinId, JoinOutcome? Seat, Cursor? Cursor, bool IsReturning, int Rate,
    Outbox Outbox)
    : INoSerializationVerificationNeeded;

/// <summary>
/// An event stream wants to read a room; its seat, if it has one, was joined before. Answered like <see cref="AddReader"/>. The
/// relay finds the seat by player and attach and begins at the cursor, without <c>joined</c>.
/// </summary>
/// <param name="RoomId">The room.</param>
/// <param name="Session">Who reads.</param>
/// <param name="PlayerId">Whose seat; empty for one who is no player, and may watch public rooms.</param>
/// <param name="Attach">By which attach; 0 for a watcher.</param>
/// <param name="Cursor">Where the client stands, or null.</param>
/// <param name="Rate">The most state frames a second; 0 for every tick.</param>
/// <param name="Outbox">Where frames go.</param>
public sealed record AddStream(
    string RoomId, IActorRef Session, string PlayerId, long Attach, Cursor? Cursor, int Rate, Outbox Outbox)
    : INoSerializationVerificationNeeded;

/// <summary>A poll that this node's relay is to answer, whether it is there yet or not.</summary>
public sealed record PollHere(PollRoom Poll) : INoSerializationVerificationNeeded;

/// <summary>Nobody waits any more for a poll that this node's relay may hold.</summary>
public sealed record EndPollHere(EndPoll End) : INoSerializationVerificationNeeded;

/// <summary>The session reads the room now.</summary>
public sealed record ReaderAdded(int Handle, string JoinId, string RoomId, IActorRef Relay) : INoSerializationVerificationNeeded;

/// <summary>The session cannot read the room.</summary>
public sealed record ReaderRefused(int Handle, string JoinId, string Code, string Message) : INoSerializationVerificationNeeded;

/// <summary>
/// A session waits for a seat in a room that says nothing: this node's relay tells it <see cref="RoomIsBack"/> when it has found the
/// room. The relay asks for all of them, so that they need not ask often themselves.
/// </summary>
/// <param name="RoomId">The room.</param>
/// <param name="Session">Who waits.</param>
public sealed record AwaitRoom(string RoomId, IActorRef Session) : INoSerializationVerificationNeeded;

/// <summary>A room that said nothing is there again.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Room">Its actor.</param>
public sealed record RoomIsBack(string RoomId, IActorRef Room) : INoSerializationVerificationNeeded;

/// <summary>A session reads a room no more. Sent the same way as <see cref="AddReader"/>, so that it arrives after it.</summary>
public sealed record RemoveReader(string RoomId, IActorRef Session, int Handle) : INoSerializationVerificationNeeded;

/// <summary>The relay ended a reader: its seat was given up or its room is over.</summary>
public sealed record ReaderEnded(int Handle, IActorRef Relay, string Code, string Message) : INoSerializationVerificationNeeded;

/// <summary>A client asks for the room's time; the relay answers it with a <c>pong</c>.</summary>
public sealed record PingRoom(IActorRef Session, int Handle, long Nonce) : INoSerializationVerificationNeeded;

/// <summary>A reader's outbox is drained.</summary>
internal sealed record ReaderDrained(Reader Reader) : INoSerializationVerificationNeeded;

/// <summary>A relay has had no reader for a while and asks to be ended, if nothing was sent to it since.</summary>
internal sealed record RelayIdle(string RoomId, long ReadersSeen) : INoSerializationVerificationNeeded;

/// <summary>A relay that has no answer asks for its room again.</summary>
internal sealed class AskAgain : INoSerializationVerificationNeeded
{
    public static AskAgain Instance { get; } = new();
}

/// <summary>A relay looks after its room and its readers.</summary>
internal sealed class CheckBeat : INoSerializationVerificationNeeded
{
    public static CheckBeat Instance { get; } = new();
}
