using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>Something that a room told its members once.</summary>
/// <param name="Offset">The room's number for it; rises within an epoch.</param>
/// <param name="Name">Which event of the game.</param>
/// <param name="Payload">What the game says.</param>
public readonly record struct GameEvent(long Offset, string Name, Payload Payload);

/// <summary>Why a room ended for this client.</summary>
/// <param name="Code">One of <see cref="LeftCodes"/>, or the code of the error that met the attempt to come back.</param>
/// <param name="Message">For people.</param>
public sealed record RoomEnd(string Code, string Message);

/// <summary>Events are lost to this client, because it was away too long or the room lost them.</summary>
/// <param name="Reason">One of <see cref="ResyncReasons"/>.</param>
/// <param name="Epoch">Number of the incarnation that the room is in now.</param>
/// <param name="Offset">Events go on after this offset.</param>
public sealed record RoomResync(string Reason, int Epoch, long Offset);
