namespace GameServer.Cluster.Tests.Contract;

/// <summary>Something that a room told.</summary>
/// <param name="Offset">Its place.</param>
/// <param name="What">Its name and what it says.</param>
internal readonly record struct Happening(long Offset, string What);

/// <summary>What happened in a room, as far as it is a client's business.</summary>
/// <param name="Events">Those that the client may see, in their order.</param>
/// <param name="Commands">Those of the client that were applied, in the order in which they were.</param>
/// <param name="Inputs">Those of the client that were applied, in the order in which they were, with the tick.</param>
internal sealed record RoomTruth(
    IReadOnlyList<Happening> Events, IReadOnlyList<string> Commands, IReadOnlyList<(long Tick, long N)> Inputs);
