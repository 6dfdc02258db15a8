using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Protocol;

namespace GameServer.Cluster.Rooms;

/// <summary>What one request of a seat's client brings. Answered once by <see cref="SeatSent"/>, or <see cref="RoomGone"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Id">The sender's number for it.</param>
/// <param name="PlayerId">Who sends it; the room knows the seat.</param>
/// <param name="Attach">The client's attach.</param>
/// <param name="Frames">Inputs, commands, acknowledgements, pings, a leave.</param>
/// <param name="ReplyTo">Gets the answer.</param>
/// <param name="Format">The newest of <see cref="Membership.NodeFormats"/> that it reads; null if it says none.</param>
public sealed record SeatSend(
    string RoomId, long Id, string PlayerId, long Attach, IReadOnlyList<ClientFrame> Frames, IActorRef ReplyTo, int? Format = null)
    : IRoomMessage;

/// <summary>The answer to <see cref="SeatSend"/>. Its sender is the room.</summary>
/// <param name="Id">That of the request.</param>
/// <param name="Frames">What the client is told.</param>
/// <param name="Refusal">Null, or why nothing was taken.</param>
public sealed record SeatSent(long Id, IReadOnlyList<ServerFrame> Frames, string? Refusal) : IClusterMessage;

/// <summary>A relay serves these seats over HTTP. Without it for <see cref="NodeLimits.Silence"/>, a seat is away.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Relay">The relay.</param>
/// <param name="Seats">The seats. A sign without a player is of those who watch a public room.</param>
public sealed record SeatsAlive(string RoomId, IActorRef Relay, IReadOnlyList<SeatSign> Seats) : IRoomMessage
{
    /// <summary>Whether a public room is watched there.</summary>
    internal bool IsWatched => Seats.Any(sign => sign.PlayerId.Length == 0);
}

/// <summary>A sign of life of a seat.</summary>
/// <param name="PlayerId">Who holds it.</param>
/// <param name="Attach">By which attach.</param>
/// <param name="NewPoll">A poll has just begun: those at other relays are over.</param>
public readonly record struct SeatSign(string PlayerId, long Attach, bool NewPoll);

/// <summary>To a relay: what it serves of that player is over.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="PlayerId">Who.</param>
/// <param name="Attach">By which attach, or a lower one.</param>
/// <param name="IsAway">The seat counted as lost, so its client has to join again; otherwise a poll elsewhere is newer.</param>
public sealed record SeatElsewhere(string RoomId, string PlayerId, long Attach, bool IsAway) : IClusterMessage;

/// <summary>A stream is to be opened with a ticket. Answered by <see cref="TicketRedeemed"/>, or <see cref="RoomGone"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="TicketId">The ticket.</param>
/// <param name="ExpiresAt">When it ends; the room remembers it until then.</param>
/// <param name="ReplyTo">Gets the answer.</param>
public sealed record RedeemTicket(string RoomId, string TicketId, DateTimeOffset ExpiresAt, IActorRef ReplyTo) : IRoomMessage;

/// <summary>What became of a ticket.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="IsGood">False if it was used before.</param>
public sealed record TicketRedeemed(string TicketId, bool IsGood) : IClusterMessage;

/// <summary>Asks for what is newer than a cursor. Answered once by <see cref="PollAnswer"/> of the relay, or <see cref="RoomGone"/>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Id">The gateway's number for it.</param>
/// <param name="PlayerId">Who asks.</param>
/// <param name="Session">What the client calls itself.</param>
/// <param name="Handle">The handle in the answer's frames.</param>
/// <param name="Attach">The client's attach to its seat; 0 for a watcher.</param>
/// <param name="Cursor">Where the client stands, or null.</param>
/// <param name="Rate">The most state frames a second; 0 for every tick.</param>
/// <param name="Encoding">The answer's encoding.</param>
/// <param name="Hold">How long to wait for something new.</param>
/// <param name="Joining">The join that this poll ends, so that <c>joined</c> comes first; or null.</param>
/// <param name="ReplyTo">Gets the answer.</param>
/// <param name="Format">The newest of <see cref="Membership.NodeFormats"/> that it reads; null if it says none.</param>
public sealed record PollRoom(
    string RoomId, long Id, string PlayerId, string Session, int Handle, long Attach, Cursor? Cursor, int Rate,
    FrameEncoding Encoding, TimeSpan Hold, JoinedSeat? Joining, IActorRef ReplyTo, int? Format = null) : IRoomMessage;

/// <summary>A join over HTTP that the room has granted.</summary>
/// <param name="JoinId">The client's id of it.</param>
/// <param name="Outcome">The room's outcome; null for a watcher.</param>
public sealed record JoinedSeat(string JoinId, GameServer.Rooms.JoinOutcome? Outcome);

/// <summary>The answer to <see cref="PollRoom"/>. Its sender is the relay.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Id">That of the request.</param>
/// <param name="Frames">The frames; empty if nothing is newer.</param>
/// <param name="Position">Where the client stands then; null if unchanged.</param>
/// <param name="Refusal">Null, or why the poll was refused: an error code.</param>
public sealed record PollAnswer(string RoomId, long Id, ReadOnlyMemory<byte> Frames, RoomPosition? Position, string? Refusal)
    : IClusterMessage;

/// <summary>Nobody waits for that poll any more.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Id">Its number.</param>
/// <param name="ReplyTo">Who asked.</param>
public sealed record EndPoll(string RoomId, long Id, IActorRef ReplyTo) : IRoomMessage;
