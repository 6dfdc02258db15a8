using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>When a seat said its last things, so that nobody floods the others.</summary>
internal sealed class ChatLog : Row
{
    internal static TableSchema Schema { get; } = new(
        "chats", [.. Enumerable.Range(1, Rules.SayLimit).Select(i => Column.Int($"said{i}"))]);

    /// <returns>False, with nothing noted, if it would be too much.</returns>
    internal bool TryNote(long tick)
    {
        // The oldest of the last few comes first; 0 is no tick.
        var oldest = Int(0);
        if (oldest > 0 && tick - oldest < Rules.SayTicks)
        {
            return false;
        }

        for (var i = 1; i < Rules.SayLimit; i++)
        {
            Set(i - 1, Int(i));
        }

        Set(Rules.SayLimit - 1, tick);
        return true;
    }
}

/// <summary>The command <c>say</c>.</summary>
internal sealed class Chat(ArenaTables tables)
{
    internal CommandReply Say(RoomContext room, Seat seat, Payload arguments)
    {
        var text = arguments["text"].AsLine(Rules.SayLength);
        var log = tables.Chats.Find(seat.Index) ?? tables.Chats.Add(seat.Index);
        if (!log.TryNote(room.Tick))
        {
            return CommandReply.Refuse("too_fast", $"At most {Rules.SayLimit} messages in 5 seconds.");
        }

        room.Emit("said", Payload.Map(("seat", seat.Index), ("name", tables.ShipOf(seat)?.Name ?? seat.Name), ("text", text)));
        return CommandReply.Ok;
    }
}
