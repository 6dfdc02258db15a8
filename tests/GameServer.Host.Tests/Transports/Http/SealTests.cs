using System.Text;
using CsCheck;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class SealTests
{
    private const string Base64UrlDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly byte[] key = Encoding.UTF8.GetBytes("tests are sealed with this key alone");

    private static readonly Gen<string> ids = Gen.OneOf(
        Gen.String[Gen.Char["0123456789abcdef"], 1, 32], Gen.String[Gen.Char["abcXYZ-_.é漢0189 "], 1, 16]);

    private static readonly Gen<SealedCursor> cursors =
        from player in ids
        from name in ids
        from room in ids
        from epochId in ids
        from epoch in Gen.Int.NonNegative
        from attach in Gen.Long[0, Limits.MaxInteger]
        from offset in Gen.Long[0, Limits.MaxInteger]
        from tick in Gen.Long[0, Limits.MaxInteger]
        from isNew in Gen.Bool
        select new SealedCursor(
            new PlayerIdentity(player, name), room, attach, isNew ? null : new Cursor(epoch, epochId, offset, tick, attach));

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private SealedCursors Cursors => new(key, time);

    private StreamTickets Tickets => new(key, time);

    [Fact]
    public void A_sealed_cursor_says_what_was_sealed() =>
        cursors.Sample(cursor => Assert.Equal(cursor, Cursors.Open(SealOf(cursor), cursor.RoomId)));

    [Fact]
    public void A_ticket_says_what_was_issued_and_no_two_are_the_same() => cursors.Sample(wish =>
    {
        var (first, expires) = Tickets.Issue(wish.Player, wish.RoomId, wish.Attach);
        var (second, _) = Tickets.Issue(wish.Player, wish.RoomId, wish.Attach);
        var opened = Tickets.Open(first, wish.RoomId)!;
        Assert.Equal((wish.Player, wish.Attach, expires), (opened.Player, opened.Attach, opened.Ticket.ExpiresAt));
        Assert.NotEqual(opened.Ticket.Id, Tickets.Open(second, wish.RoomId)!.Ticket.Id);
    });

    [Fact]
    public void Whatever_one_character_is_changed_to_the_seal_is_broken() =>
        Gen.Select(cursors, Gen.Int[0, int.MaxValue], Gen.Char[Base64UrlDigits + "+/= \n"]).Sample((cursor, at, digit) =>
        {
            var text = SealOf(cursor).ToCharArray();
            at %= text.Length;
            var isChanged = text[at] != digit;
            text[at] = digit;
            Assert.Equal(!isChanged, Cursors.Open(new string(text), cursor.RoomId) is not null);
        });

    [Fact]
    public void What_is_cut_off_or_added_breaks_the_seal() => Gen.Select(cursors, Gen.Int[0, int.MaxValue]).Sample((cursor, at) =>
    {
        var text = SealOf(cursor);
        Assert.Null(Cursors.Open(text[..(at % text.Length)], cursor.RoomId));
        Assert.Null(Cursors.Open(text + "A", cursor.RoomId));
        Assert.Null(Cursors.Open(text + "=", cursor.RoomId));
        Assert.Null(Cursors.Open(" " + text, cursor.RoomId));
    });

    [Fact]
    public void Nonsense_is_no_seal() => Gen.String[0, 2000].Sample(text => Assert.Null(Cursors.Open(text, "room")));

    [Fact]
    public void A_seal_is_of_one_room_alone() => cursors.Sample(cursor =>
    {
        Assert.Null(Cursors.Open(SealOf(cursor), cursor.RoomId + "2"));
        Assert.Null(Tickets.Open(Tickets.Issue(cursor.Player, cursor.RoomId, 1).Ticket, cursor.RoomId + "2"));
    });

    [Fact]
    public void A_ticket_is_no_cursor_and_a_cursor_no_ticket() => cursors.Sample(cursor =>
    {
        Assert.Null(Tickets.Open(SealOf(cursor), cursor.RoomId));
        Assert.Null(Cursors.Open(Tickets.Issue(cursor.Player, cursor.RoomId, cursor.Attach).Ticket, cursor.RoomId));
    });

    [Fact]
    public void Another_servers_key_opens_nothing()
    {
        var others = new SealedCursors(Encoding.UTF8.GetBytes("another key, as long as the first one"), time);
        cursors.Sample(cursor => Assert.Null(others.Open(SealOf(cursor), cursor.RoomId)));
    }

    [Fact]
    public void A_cursor_is_good_for_an_hour_and_a_ticket_for_thirty_seconds()
    {
        var cursor = SealOf(new SealedCursor(new PlayerIdentity("p", "Nova"), "room", 1, null));
        var ticket = Tickets.Issue(new PlayerIdentity("p", "Nova"), "room", 1).Ticket;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.NotNull(Tickets.Open(ticket, "room"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Tickets.Open(ticket, "room"));
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(31));
        Assert.NotNull(Cursors.Open(cursor, "room"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Cursors.Open(cursor, "room"));
    }

    [Fact]
    public void The_id_of_a_message_is_short()
    {
        var id = SealOf(new SealedCursor(
            new PlayerIdentity(new string('f', 32), "Nova Scout"), "ABCDE23456", 3, new Cursor(1, new string('a', 16), 5000, 90_000, 3)));
        Assert.InRange(id.Length, 80, 110);
    }

    private string SealOf(SealedCursor cursor)
    {
        var utf8 = new byte[StreamIds.MaxBytes];
        var at = cursor.Cursor is { } held ? new RoomPosition(held.Epoch, held.EpochId, held.Offset, held.Baseline) : default;
        var length = Cursors.For(cursor.Player, cursor.RoomId, cursor.Attach).Write(at, utf8);
        return Encoding.ASCII.GetString(utf8, 0, length);
    }
}
