using System.Collections.Immutable;
using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>Something that was said. Keys are the same for both and count what was said, from 1.</summary>
public sealed class Message : Row
{
    private static readonly ImmutableArray<Column> columns =
    [
        Column.Int("from"),
        Column.Int("at"),
        Column.Text("text"),
        Column.Int("edited"),
        Column.Int("deleted"),
    ];

    internal static TableSchema Schema { get; } = new("messages", columns);

    /// <summary>The schema of those that went out of the copies that both have.</summary>
    internal static TableSchema EarlierSchema { get; } = new("earlier", columns);

    /// <summary>Key of the <see cref="Member"/> who said it.</summary>
    public long From { get => Int(0); internal set => Set(0, value); }

    /// <summary>When, in milliseconds since 1970.</summary>
    public long At { get => Int(1); internal set => Set(1, value); }

    /// <summary>What was said; empty if it was deleted.</summary>
    public string Said { get => Text(2); internal set => Set(2, value); }

    /// <summary>When it was edited last, in milliseconds since 1970; 0 for never.</summary>
    public long Edited { get => Int(3); internal set => Set(3, value); }

    /// <summary>Whether it was taken back.</summary>
    public bool IsDeleted { get => Int(4) != 0; internal set => Set(4, value ? 1 : 0); }

    internal Payload ToPayload() => Payload.Map(
        ("message", Key), ("from", From), ("at", At), ("text", Said), ("edited", Edited), ("deleted", Int(4)));

    internal void CopyFrom(Message other) =>
        (From, At, Said, Edited, IsDeleted) = (other.From, other.At, other.Said, other.Edited, other.IsDeleted);
}
