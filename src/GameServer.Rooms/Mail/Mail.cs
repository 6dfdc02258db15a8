using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>What another room tells this one, once. Only rooms can: there is no way for a client to send it.</summary>
/// <param name="From">The id of the room that posted it.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Payload">What there is to say.</param>
public sealed record Mail(string From, string Name, Payload Payload);

/// <summary>Mail that a room has posted and that its recipient has not been heard to have.</summary>
/// <param name="N">Numbers all mail of the sender, from 1.</param>
/// <param name="To">The id of the room that it is for.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Payload">What there is to say.</param>
public sealed record Letter(long N, string To, string Name, Payload Payload);

/// <summary>Mail that a room has taken, for its sender to be told.</summary>
/// <param name="From">The id of the sender.</param>
/// <param name="Birth">Which room of that id; see <see cref="RoomMachine.Birth"/>.</param>
/// <param name="N">The letter's number.</param>
public readonly record struct MailReceipt(string From, ulong Birth, long N);

/// <summary>What becomes of mail that arrives.</summary>
public enum MailVerdict
{
    /// <summary>The next of its sender: it is taken in the next tick, whose result has the receipt.</summary>
    Queued,

    /// <summary>It waits for the next tick already.</summary>
    Pending,

    /// <summary>Taken before.</summary>
    Repeated,

    /// <summary>Another letter of its sender must come first, or too much waits: the sender is to send it again.</summary>
    NotNow,
}
