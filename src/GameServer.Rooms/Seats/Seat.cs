using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>A player's place in a room. It survives lost connections for the room's grace time.</summary>
public sealed class Seat
{
    internal Seat(int index, string playerId, string name)
    {
        Index = index;
        PlayerId = playerId;
        Name = name;
    }

    /// <summary>Number of the seat, from 0; a seat that was given up may be taken by another player later.</summary>
    public int Index { get; }

    /// <summary>Who sits here: the subject of the player's token.</summary>
    public string PlayerId { get; }

    /// <summary>The player's name, 1–16 characters.</summary>
    public string Name { get; }

    /// <summary>Whether the player's connection is lost and the seat is being kept.</summary>
    public bool IsAway => AwaySince is not null;

    /// <summary>The input applied last; nil before the first one and while the player is away.</summary>
    public Payload Input { get; internal set; }

    /// <summary>Whether <see cref="Input"/> arrived for this very tick.</summary>
    public bool HasNewInput { get; internal set; }

    /// <summary>Number of the input applied last; 0 before the first one.</summary>
    public long AppliedInput { get; internal set; }

    /// <summary>The attach by which the player took the seat.</summary>
    internal long FirstAttach { get; init; }

    internal long Attach { get; set; }

    internal string JoinId { get; set; } = "";

    internal long FirstOffset { get; init; }

    internal long? AwaySince { get; set; }

    internal SeatHolder Holder => new(Index, FirstAttach, PlayerId, Attach, FirstOffset, IsAway);

    internal JoinAttempts Attempts { get; } = new();

    internal CommandStreams Commands { get; } = new();

    internal InputQueue Inputs { get; } = new();
}

/// <summary>Why a seat was given up.</summary>
public enum LeaveReason
{
    /// <summary>The player left.</summary>
    Left,

    /// <summary>The grace time ended before the player came back.</summary>
    GraceOver,

    /// <summary>The game put the player out.</summary>
    Kicked,
}
