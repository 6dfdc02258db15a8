using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;

namespace GameServer.Cluster.Gateways;

/// <summary>
/// What a client asks over HTTP. Every request is complete in itself: it names the player, the room and where the client stands,
/// so that any node can answer it.
/// </summary>
/// <param name="Player">Whom the token names.</param>
/// <param name="Session">What the client calls itself; of one session, one poll is held at a time. Empty if it gave none.</param>
/// <param name="Encoding">How the answer is to be encoded.</param>
/// <param name="Reply">Completed once, by the gateway. It must run continuations asynchronously.</param>
public abstract record GatewayRequest(
    PlayerIdentity Player, string Session, FrameEncoding Encoding, TaskCompletionSource<GatewayReply> Reply)
    : INoSerializationVerificationNeeded;

/// <summary>Joins a room. The answer has <c>joined</c> and what goes with it, or <c>error</c>.</summary>
/// <param name="Player">Whom the token names.</param>
/// <param name="Session">What the client calls itself.</param>
/// <param name="Encoding">How the answer is to be encoded.</param>
/// <param name="Join">The join.</param>
/// <param name="Reply">Completed once.</param>
public sealed record HttpJoin(
    PlayerIdentity Player, string Session, FrameEncoding Encoding, JoinFrame Join, TaskCompletionSource<GatewayReply> Reply)
    : GatewayRequest(Player, Session, Encoding, Reply);

/// <summary>
/// What a client has to say in a room: inputs, commands, acknowledgements, pings, a leave. Answered when its commands are
/// answered, or after <see cref="LongPollGatewayActor.SendWait"/>.
/// </summary>
/// <param name="Player">Whom the token names.</param>
/// <param name="Session">What the client calls itself.</param>
/// <param name="Encoding">How the answer is to be encoded.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Attach">The client's attach to its seat.</param>
/// <param name="Frames">The frames.</param>
/// <param name="Reply">Completed once.</param>
public sealed record HttpSend(
    PlayerIdentity Player, string Session, FrameEncoding Encoding, string RoomId, long Attach, IReadOnlyList<ClientFrame> Frames,
    TaskCompletionSource<GatewayReply> Reply)
    : GatewayRequest(Player, Session, Encoding, Reply);

/// <summary>Asks for everything that is newer than the client's cursors.</summary>
/// <param name="Player">Whom the token names.</param>
/// <param name="Session">What the client calls itself.</param>
/// <param name="Encoding">How the answer is to be encoded.</param>
/// <param name="Rooms">The rooms, 1 to 8 different ones.</param>
/// <param name="Wait">How long the poll may be held; zero for an answer at once.</param>
/// <param name="Reply">Completed once.</param>
public sealed record HttpPoll(
    PlayerIdentity Player, string Session, FrameEncoding Encoding, IReadOnlyList<PolledRoom> Rooms, TimeSpan Wait,
    TaskCompletionSource<GatewayReply> Reply)
    : GatewayRequest(Player, Session, Encoding, Reply);

/// <summary>The client of a request is gone: nobody waits for the answer any more.</summary>
/// <param name="Request">The request, the very object.</param>
public sealed record RequestAborted(GatewayRequest Request) : INoSerializationVerificationNeeded;

/// <summary>One room of a poll.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Handle">The handle in the answer's frames.</param>
/// <param name="Attach">The client's attach to its seat; 0 for a watcher.</param>
/// <param name="Cursor">Where the client stands, or null.</param>
/// <param name="Rate">The most state frames a second; 0 for every tick.</param>
public sealed record PolledRoom(string RoomId, int Handle, long Attach, Cursor? Cursor, int Rate);

/// <summary>The answer to a request.</summary>
/// <param name="Frames">The frames, encoded; empty if there is nothing to say.</param>
/// <param name="Position">Where the client stands when it has read them; null if unchanged, or if several rooms were asked for.</param>
/// <param name="Refusal">Why the request as a whole was refused, or null.</param>
public sealed record GatewayReply(ReadOnlyMemory<byte> Frames, RoomPosition? Position, GatewayRefusal? Refusal)
{
    /// <summary>Nothing is newer, nothing is to be said.</summary>
    public static GatewayReply Empty { get; } = new(ReadOnlyMemory<byte>.Empty, null, null);

    /// <summary>A refusal.</summary>
    public static GatewayReply Refused(string code, string message, int retryAfter = 0) =>
        new(ReadOnlyMemory<byte>.Empty, null, new GatewayRefusal(code, message, retryAfter));
}

/// <summary>Why a request as a whole was refused.</summary>
/// <param name="Code"><c>not_joined</c>, <c>superseded</c>, <c>busy</c>, <c>shutting_down</c> or <c>rate_limited</c>.</param>
/// <param name="Message">A sentence that goes with it.</param>
/// <param name="RetryAfter">When to try again, in milliseconds; 0 if that makes no sense.</param>
public sealed record GatewayRefusal(string Code, string Message, int RetryAfter);

/// <summary>
/// Opens an event stream: the frames of one room go into the outbox until it is closed. Sent to the node's sessions, which answer
/// through <see cref="Opened"/>.
/// </summary>
/// <param name="Player">Whom the token, ticket or sealed cursor names.</param>
/// <param name="Room">The room, with handle 0.</param>
/// <param name="Ticket">The ticket that it was opened with, or null.</param>
/// <param name="Outbox">Where frames go; text.</param>
/// <param name="Opened">
/// Completed with the session, to which the transport says <see cref="ConnectionClosed"/> in the end; or with the refusal
/// (<c>bad_ticket</c>, <c>not_joined</c>, <c>room_gone</c>, <c>watch_refused</c>, <c>server_full</c>, <c>busy</c>).
/// </param>
public sealed record OpenStream(
    PlayerIdentity Player, PolledRoom Room, StreamTicket? Ticket, Outbox Outbox, TaskCompletionSource<StreamOpening> Opened)
    : INoSerializationVerificationNeeded;

/// <summary>A ticket of a stream: it opens one.</summary>
/// <param name="Id">Random; names the ticket.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record StreamTicket(string Id, DateTimeOffset ExpiresAt);

/// <summary>What became of <see cref="OpenStream"/>: a session or a refusal.</summary>
public sealed record StreamOpening(IActorRef? Session, GatewayRefusal? Refusal);
