using CsCheck;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class RoomQueryTests
{
    [Fact]
    public void One_room_needs_no_more_than_its_seat()
    {
        var query = RoomQuery.Poll(Query("room=r1&attach=3"), out _)!;
        Assert.Equal(("", TimeSpan.Zero), (query.Session, query.Wait));
        Assert.Equal([new PolledRoom("r1", 0, 3, null, 0)], query.Rooms);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var query = RoomQuery.Poll(Query("room=r1&attach=3&cursor=2,e81f,1042,5230&handle=7&rate=10&wait=2.5&session=tab"), out _)!;
        Assert.Equal(("tab", TimeSpan.FromSeconds(2.5)), (query.Session, query.Wait));
        Assert.Equal([new PolledRoom("r1", 7, 3, new Cursor(2, "e81f", 1042, 5230, 3), 10)], query.Rooms);
    }

    [Fact]
    public void Several_rooms_are_told_apart_by_their_order()
    {
        var query = RoomQuery.Poll(Query("room=r1&room=r2&attach=3&attach=0&cursor=&cursor=1,e,2,3&handle=1&handle=2"), out _)!;
        Assert.Equal(
            [new PolledRoom("r1", 1, 3, null, 0), new PolledRoom("r2", 2, 0, new Cursor(1, "e", 2, 3), 0)], query.Rooms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("attach=1")]
    [InlineData("room=&attach=1")]
    [InlineData("room=r1")]
    [InlineData("room=r1&attach=")]
    [InlineData("room=r1&attach=-1")]
    [InlineData("room=r1&attach=+1")]
    [InlineData("room=r1&attach=1.0")]
    [InlineData("room=r1&attach=9007199254740992")]
    [InlineData("room=r1&attach=99999999999999999999")]
    [InlineData("room=r1&attach=1&attach=2")]
    [InlineData("room=r1&attach=1&wait=26")]
    [InlineData("room=r1&attach=1&wait=-1")]
    [InlineData("room=r1&attach=1&wait=NaN")]
    [InlineData("room=r1&attach=1&wait=1e1")]
    [InlineData("room=r1&attach=1&wait=1&wait=2")]
    [InlineData("room=r1&attach=1&session=a&session=b")]
    [InlineData("room=r1&attach=1&session=a%00b")]
    [InlineData("room=r1&attach=1&handle=128")]
    [InlineData("room=r1&attach=1&rate=fast")]
    [InlineData("room=r1&attach=1&rate=2147483648")]
    [InlineData("room=r1&attach=1&cursor=1,e,2")]
    [InlineData("room=r1&attach=1&cursor=1,e,2,3,4")]
    [InlineData("room=r1&attach=1&cursor=1,,2,3")]
    [InlineData("room=r1&attach=1&cursor=x,e,2,3")]
    [InlineData("room=r1&attach=1&cursor=1,e,-2,3")]
    [InlineData("room=r1&attach=1&cursor=2147483648,e,2,3")]
    [InlineData("room=r1&room=r2&attach=1")]
    [InlineData("room=r1&room=r2&attach=1&attach=2")]
    [InlineData("room=r1&room=r1&attach=1&attach=2&handle=1&handle=2")]
    [InlineData("room=a&room=b&room=c&room=d&room=e&room=f&room=g&room=h&room=i&attach=1")]
    public void What_cannot_be_is_refused_with_a_sentence(string query)
    {
        Assert.Null(RoomQuery.Poll(Query(query), out var why));
        Assert.EndsWith(".", why);
    }

    [Fact]
    public void Ids_and_names_have_a_length()
    {
        Assert.NotNull(RoomQuery.Poll(Query($"room={new string('r', 64)}&attach=1&session={new string('s', 64)}"), out _));
        Assert.Null(RoomQuery.Poll(Query($"room={new string('r', 65)}&attach=1"), out _));
        Assert.Null(RoomQuery.Poll(Query($"room=r&attach=1&session={new string('s', 65)}"), out _));
        Assert.Null(RoomQuery.Poll(Query($"room=r&attach=1&cursor=1,{new string('e', 65)},2,3"), out _));
    }

    [Fact]
    public void A_cursor_is_read_as_it_was_written() => Gen.Select(
        Gen.Int.NonNegative, Gen.String[Gen.Char.AlphaNumeric, 1, 16], Gen.Long[0, Limits.MaxInteger], Gen.Long[0, Limits.MaxInteger])
        .Sample((epoch, epochId, offset, tick) =>
        {
            var text = RoomQuery.Text(new RoomPosition(epoch, epochId, offset, tick));
            var query = RoomQuery.Poll(Query($"room=r&attach=5&cursor={Uri.EscapeDataString(text)}"), out _)!;
            Assert.Equal(new Cursor(epoch, epochId, offset, tick, 5), query.Rooms[0].Cursor);
        });

    [Fact]
    public void No_query_makes_it_throw()
    {
        var names = Pick("room", "attach", "cursor", "handle", "rate", "wait", "session", "other");
        var values = Gen.OneOf(Gen.String[0, 80], Pick("", "r1", "1", "0", "1,e,2,3", ",,,", "25"));
        Gen.Select(names, values).Array[0, 12].Sample(pairs =>
        {
            var query = Query(string.Join('&', pairs.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}")));
            var read = RoomQuery.Poll(query, out var why);
            Assert.Equal(read is null, why.Length > 0);
            RoomQuery.Stream(query, null, out _);
            RoomQuery.Seat(query, out _);
        });
    }

    [Fact]
    public void A_stream_has_one_room_and_what_else_names_its_seat_goes_before_the_query()
    {
        Assert.Null(RoomQuery.Stream(Query("room=r1&room=r2&attach=1&attach=2"), null, out _));
        Assert.Null(RoomQuery.Stream(Query("room=r1"), null, out _));
        Assert.Equal(
            new PolledRoom("r1", 0, 9, new Cursor(1, "e", 2, 3, 9), 10),
            RoomQuery.Stream(Query("room=r1&attach=5&cursor=1,e,2,3&handle=4&rate=10"), 9, out _));
    }

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));
}
