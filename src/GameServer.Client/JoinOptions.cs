using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>
/// A wish to be in a room, and what is to be called while in it. The callbacks come one after the other from the client's
/// receiving loop: return soon. An exception of theirs ends the client.
/// </summary>
/// <param name="how">What <paramref name="target"/> names.</param>
/// <param name="target">A kind of game, a room's id or a private code; at most 64 bytes.</param>
public sealed class JoinOptions(JoinBy how, string target)
{
    /// <summary>What <see cref="Target"/> names.</summary>
    public JoinBy How { get; } = how;

    /// <summary>A kind of game, a room's id or a private code.</summary>
    public string Target { get; } = target;

    /// <summary>True to watch without a seat; with <see cref="JoinBy.Room"/> or <see cref="JoinBy.Code"/>.</summary>
    public bool Watch { get; init; }

    /// <summary>The most state frames a second that are wanted; 0 for every tick.</summary>
    public int Rate { get; init; }

    /// <summary>For the game.</summary>
    public Payload Options { get; init; }

    /// <summary>An event of the room, each once and in order, also over reconnects.</summary>
    public Action<GameRoom, GameEvent>? OnEvent { get; init; }

    /// <summary>The state has changed.</summary>
    public Action<GameRoom, StateChange>? OnState { get; init; }

    /// <summary>Events are lost to this client; say so to its user. The full state follows.</summary>
    public Action<GameRoom, RoomResync>? OnResync { get; init; }

    /// <summary>The room stands still, or goes on: say so to the user.</summary>
    public Action<GameRoom, bool>? OnHeldUp { get; init; }

    /// <summary>The room is over for this client. After <see cref="LeftCodes.TakenOver"/> ask the player before joining again.</summary>
    public Action<GameRoom, RoomEnd>? OnEnd { get; init; }
}
