using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>One of the two whose conversation it is; keys 0 and 1.</summary>
public sealed class Member : Row
{
    internal static TableSchema Schema { get; } = new("members",
    [
        Column.Text("player"),
        Column.Text("name"),
        Column.Int("here"),
        Column.Int("typing"),
        Column.Int("delivered"),
        Column.Int("read"),
    ]);

    /// <summary>The player's id.</summary>
    public string PlayerId { get => Text(0); internal set => Set(0, value); }

    /// <summary>The player's name; empty until it was here.</summary>
    public string Name { get => Text(1); internal set => Set(1, value); }

    /// <summary>Whether the player has the conversation open.</summary>
    public bool IsHere { get => Int(2) != 0; internal set => Set(2, value ? 1 : 0); }

    /// <summary>Whether the player is typing, or was a moment ago.</summary>
    public bool IsTyping { get => Int(3) != 0; internal set => Set(3, value ? 1 : 0); }

    /// <summary>The last message that has reached one of the player's devices.</summary>
    public long Delivered { get => Int(4); internal set => Set(4, value); }

    /// <summary>The last message that the player has read.</summary>
    public long Read { get => Int(5); internal set => Set(5, value); }
}

/// <summary>What the conversation remembers of a member and nobody needs to see.</summary>
internal sealed class MemberNotes : Row
{
    internal static TableSchema Schema { get; } = new(
        "notes", [Column.Int("typed"), Column.Int("full"), Column.Int("due"), Column.Int("asked")]);

    /// <summary>The tick of the last sign of typing.</summary>
    internal long Typed { get => Int(0); set => Set(0, value); }

    /// <summary>Whether the inbox is to be told how things are.</summary>
    internal bool IsDue { get => Int(2) != 0; set => Set(2, value ? 1 : 0); }

    /// <summary>Whether something may be said, edited or deleted now.</summary>
    internal bool TrySay(long tick) => TryTake(1, tick);

    /// <summary>Whether earlier messages may be asked for now.</summary>
    internal bool TryAsk(long tick) => TryTake(3, tick);

    /// <summary>A token bucket, kept in a column as the tick at which it will be full again.</summary>
    /// <returns>False, with nothing taken, if it is empty.</returns>
    private bool TryTake(int bucket, long tick)
    {
        var full = Math.Max(Int(bucket), tick) + MessengerRules.PaceTicks;
        if (full - tick > MessengerRules.Burst * MessengerRules.PaceTicks)
        {
            return false;
        }

        Set(bucket, full);
        return true;
    }
}
