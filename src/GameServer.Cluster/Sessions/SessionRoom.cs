using Akka.Actor;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Sessions;

/// <summary>How far a session is with a room.</summary>
internal enum RoomPhase
{
    /// <summary>The matchmaker looks for a room.</summary>
    Finding,

    /// <summary>The room decides on a seat.</summary>
    Joining,

    /// <summary>The relay begins to serve.</summary>
    Reading,

    /// <summary>Seated, or watching.</summary>
    Joined,
}

/// <summary>One room of a session.</summary>
internal sealed class SessionRoom(JoinFrame join, long since)
{
    private readonly List<string> tried = [];

    internal JoinFrame Join { get; } = join;

    internal int Handle => Join.Handle;

    internal RoomPhase Phase { get; set; } = RoomPhase.Finding;

    internal string? RoomId { get; set; }

    internal IActorRef Room { get; set; } = ActorRefs.Nobody;

    internal IActorRef Relay { get; set; } = ActorRefs.Nobody;

    internal JoinOutcome? Seat { get; set; }

    /// <summary>When the phase that must end in time began.</summary>
    internal long Since { get; set; } = since;

    /// <summary>How often the room was asked for a seat, since it last gave one.</summary>
    internal int Asked { get; set; }

    internal IReadOnlyList<string> Tried => tried;

    /// <summary>Whether the client has been told <c>joined</c>: from then on it hears <c>left</c> instead of an error.</summary>
    internal bool WasJoined { get; set; }

    /// <summary>Whether the client was in the room before, by this connection or another one.</summary>
    internal bool IsBack => WasJoined || Join.Cursor is not null;

    internal void Try(string roomId) => tried.Add(roomId);
}
