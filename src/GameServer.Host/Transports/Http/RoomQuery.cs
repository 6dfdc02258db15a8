using System.Globalization;
using System.Text;
using GameServer.Cluster.Gateways;
using GameServer.Protocol;
using Microsoft.Extensions.Primitives;

namespace GameServer.Host.Transports.Http;

/// <summary>What the query of a poll asks for.</summary>
internal sealed record PollQuery(string Session, TimeSpan Wait, IReadOnlyList<PolledRoom> Rooms);

/// <summary>Reads the rooms, cursors and waits that requests name in their query. Never throws, whatever is there.</summary>
internal static class RoomQuery
{
    private const int MaxSessionCharacters = 64;

    /// <summary>Reads <c>/poll?room=…&amp;attach=…</c>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="why">A sentence on what is wrong.</param>
    internal static PollQuery? Poll(IQueryCollection query, out string why)
    {
        if (!TrySingle(query, "session", out var session, out why) || !TrySingle(query, "wait", out var wait, out why))
        {
            return null;
        }

        var seconds = 0.0;
        if (session.Length > MaxSessionCharacters || session.Any(char.IsControl))
        {
            why = $"session has 1 to {MaxSessionCharacters} characters.";
            return null;
        }

        if (wait.Length > 0
            && !(double.TryParse(wait, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds)
                && seconds <= LongPollGatewayActor.MaxWait.TotalSeconds))
        {
            why = $"wait is a number of seconds, 0 to {LongPollGatewayActor.MaxWait.TotalSeconds}.";
            return null;
        }

        return Rooms(query, out why) is { } rooms ? new PollQuery(session, TimeSpan.FromSeconds(seconds), rooms) : null;
    }

    /// <summary>Reads the one room of a stream.</summary>
    /// <param name="query">The query.</param>
    /// <param name="attach">The attach, if something else than the query says it.</param>
    /// <param name="why">A sentence on what is wrong.</param>
    internal static PolledRoom? Stream(IQueryCollection query, long? attach, out string why) => query["room"].Count != 1
        ? Fail<PolledRoom>("room is given once: a stream is for one room.", out why)
        : Room(query, 0, 1, attach, out why) is { } room ? room with { Handle = 0 } : null;

    /// <summary>Reads the room and attach of a send.</summary>
    /// <inheritdoc cref="Poll"/>
    internal static (string RoomId, long Attach)? Seat(IQueryCollection query, out string why)
    {
        if (!TrySingle(query, "room", out var room, out why) || !TrySingle(query, "attach", out var attach, out why))
        {
            return null;
        }

        if (!IsRoomId(room))
        {
            why = "room is the roomId of joined.";
            return null;
        }

        if (!TryInteger(attach, Limits.MaxInteger, out var number))
        {
            why = "attach is the attach of joined, or 0 for a watcher.";
            return null;
        }

        return (room, number);
    }

    /// <summary>The cursor as it stands in a query.</summary>
    internal static string Text(Cluster.Relays.RoomPosition at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.Epoch},{at.EpochId},{at.Offset},{at.Tick}");

    /// <summary>What is said once or not at all, in which case it is empty.</summary>
    internal static bool TrySingle(IQueryCollection query, string name, out string value, out string why)
    {
        var values = query[name];
        value = values.Count == 1 ? values[0] ?? "" : "";
        why = values.Count > 1 ? $"{name} is given once." : "";
        return values.Count <= 1;
    }

    internal static bool IsRoomId(string room) => room.Length > 0 && Encoding.UTF8.GetByteCount(room) <= Limits.TargetBytes;

    private static List<PolledRoom>? Rooms(IQueryCollection query, out string why)
    {
        var count = query["room"].Count;
        if (count is 0 or > Limits.Rooms)
        {
            return Fail<List<PolledRoom>>($"room is given 1 to {Limits.Rooms} times.", out why);
        }

        var rooms = new List<PolledRoom>(count);
        for (var i = 0; i < count; i++)
        {
            if (Room(query, i, count, null, out why) is not { } room)
            {
                return null;
            }

            if (rooms.Exists(other => other.RoomId == room.RoomId || other.Handle == room.Handle))
            {
                return Fail<List<PolledRoom>>("Rooms and handles are different from one another.", out why);
            }

            rooms.Add(room);
        }

        why = "";
        return rooms;
    }

    private static PolledRoom? Room(IQueryCollection query, int index, int count, long? attach, out string why)
    {
        var room = query["room"][index] ?? "";
        if (!IsRoomId(room))
        {
            return Fail<PolledRoom>("room is the roomId of joined.", out why);
        }

        var number = attach ?? 0;
        if (attach is null
            && !(TryItem(query["attach"], index, count, out var said) && TryInteger(said, Limits.MaxInteger, out number)))
        {
            return Fail<PolledRoom>("attach is the attach of joined for each room, or 0 for a watcher.", out why);
        }

        if (!TryItem(query["cursor"], index, count, out var text) || !TryCursor(text, number, out var cursor))
        {
            return Fail<PolledRoom>("cursor is epoch,epochId,offset,baseline for each room, or empty.", out why);
        }

        if (!TryItem(query["handle"], index, count, out var handle)
            || !TryIntegerOrNone(handle, Limits.Handles - 1, out var handleNumber))
        {
            return Fail<PolledRoom>($"handle is 0 to {Limits.Handles - 1} for each room.", out why);
        }

        if (!TryItem(query["rate"], index, count, out var rate) || !TryIntegerOrNone(rate, int.MaxValue, out var rateNumber))
        {
            return Fail<PolledRoom>("rate is a number of frames a second for each room.", out why);
        }

        why = "";
        return new PolledRoom(room, (int)handleNumber, number, cursor, (int)rateNumber);
    }

    private static bool TryCursor(string text, long attach, out Cursor? cursor)
    {
        cursor = null;
        if (text.Length == 0)
        {
            return true;
        }

        var parts = text.Split(',');
        if (parts.Length != 4
            || !TryInteger(parts[0], int.MaxValue, out var epoch)
            || parts[1].Length == 0
            || Encoding.UTF8.GetByteCount(parts[1]) > Limits.EpochIdBytes
            || !TryInteger(parts[2], Limits.MaxInteger, out var offset)
            || !TryInteger(parts[3], Limits.MaxInteger, out var baseline))
        {
            return false;
        }

        cursor = new Cursor((int)epoch, parts[1], offset, baseline, attach);
        return true;
    }

    // A parameter is left out for all rooms, or there for each.
    private static bool TryItem(StringValues values, int index, int count, out string item)
    {
        item = values.Count == count ? values[index] ?? "" : "";
        return values.Count == 0 || values.Count == count;
    }

    private static bool TryIntegerOrNone(string text, long max, out long number)
    {
        number = 0;
        return text.Length == 0 || TryInteger(text, max, out number);
    }

    private static bool TryInteger(string text, long max, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    private static T? Fail<T>(string sentence, out string why)
        where T : class
    {
        why = sentence;
        return null;
    }
}
