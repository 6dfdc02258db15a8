namespace GameServer.Cluster.Journal;

/// <summary>One thing that the journal keeps of a room, in the order in which it happened.</summary>
internal abstract record JournalEntry;

/// <summary>The whole room (<see cref="Rooms.RoomImage"/>): what comes before it is of no use any more. An incarnation begins with one.</summary>
/// <param name="Bytes">The image.</param>
internal sealed record JournaledImage(ReadOnlyMemory<byte> Bytes) : JournalEntry;

/// <summary>A tick in which something happened.</summary>
/// <param name="Bytes">The record.</param>
internal sealed record JournaledRecord(ReadOnlyMemory<byte> Bytes) : JournalEntry;

/// <summary>The game ended the room for good: whoever asks for it again finds a new one.</summary>
internal sealed record JournaledEnd : JournalEntry;
