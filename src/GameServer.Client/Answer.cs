using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>What the game said to a command.</summary>
/// <param name="Code">Null when it accepted the command, else why it refused: a word of the game's own, <c>bad_payload</c> or <c>unknown_command</c>.</param>
/// <param name="Payload">The game's answer; of a refusal a text for people.</param>
public sealed record Answer(string? Code, Payload Payload)
{
    /// <summary>True when the game accepted the command.</summary>
    public bool Accepted => Code is null;
}
