namespace GameServer.Rooms;

/// <summary>What was saved of a room is of a newer version than this node has: it is to be kept for a node that has it.</summary>
/// <param name="message">What is newer.</param>
public sealed class NewerVersionException(string message) : Exception(message);
