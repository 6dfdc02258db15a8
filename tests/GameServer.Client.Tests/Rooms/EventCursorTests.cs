using GameServer.Client.Rooms;
using GameServer.Protocol;

namespace GameServer.Client.Tests.Rooms;

public sealed class EventCursorTests
{
    private readonly List<EventItem> fresh = [];

    [Fact]
    public void The_cursor_moves_over_what_belongs_to_others()
    {
        var cursor = At(10);

        Assert.True(cursor.TryAccept(new EventsFrame(0, 10, 20, [new(13, "a", 1)]), fresh));

        Assert.Equal(20, cursor.Offset);
        Assert.Equal(13, Assert.Single(fresh).Offset);
    }

    [Fact]
    public void A_repetition_gives_only_what_is_new()
    {
        var cursor = At(10);

        Assert.True(cursor.TryAccept(new EventsFrame(0, 5, 12, [new(7, "a", 1), new(10, "b", 1), new(11, "c", 1)]), fresh));
        Assert.True(cursor.TryAccept(new EventsFrame(0, 5, 8, [new(7, "a", 1)]), fresh));

        Assert.Equal(12, cursor.Offset);
        Assert.Equal(11, Assert.Single(fresh).Offset);
    }

    [Fact]
    public void A_gap_is_not_accepted()
    {
        var cursor = At(10);

        Assert.False(cursor.TryAccept(new EventsFrame(0, 11, 12, [new(12, "a", 1)]), fresh));

        Assert.Equal(10, cursor.Offset);
        Assert.Empty(fresh);
    }

    private static EventCursor At(long offset)
    {
        var cursor = new EventCursor();
        cursor.MoveTo(1, "e", offset);
        return cursor;
    }
}
