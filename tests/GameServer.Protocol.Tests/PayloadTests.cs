using CsCheck;

namespace GameServer.Protocol.Tests;

public sealed class PayloadTests
{
    [Fact]
    public void The_default_is_nil()
    {
        Assert.Equal(PayloadKind.Nil, default(Payload).Kind);
        Assert.True(Payload.Nil.IsNil);
        Assert.Equal([0xc0], default(Payload).Bytes.ToArray());
        Assert.Equal(Payload.Nil, (Payload)(string?)null);
        Assert.Equal("null", default(Payload).ToString());
    }

    [Fact]
    public void A_map_is_read_by_key_and_an_array_by_index()
    {
        var payload = Payload.Map(("turn", -1), ("fire", true), ("at", Payload.Array(1.5, 2.0, "né")), ("empty", Payload.Map()));

        Assert.Equal(4, payload.Count);
        Assert.Equal(-1, payload["turn"].AsInteger(-1, 1));
        Assert.True(payload["fire"].AsBoolean());
        Assert.Equal(3, payload["at"].Count);
        Assert.Equal(2, payload["at"][1].AsDouble());
        Assert.Equal("né", payload["at"][2].AsText(2));
        Assert.True(payload["absent"].IsNil);
        Assert.Equal("""{"turn":-1,"fire":true,"at":[1.5,2.0,"né"],"empty":{}}""", payload.ToString());
    }

    [Fact]
    public void A_wrong_value_is_named_in_a_sentence()
    {
        var payload = Payload.Map(("turn", 7), ("name", "abc"), ("list", Payload.Array(1)));

        Assert.Equal("turn must be an integer from -1 to 1, not 7.", Refusal(() => payload["turn"].AsInteger(-1, 1)));
        Assert.Equal("turn must be an integer not below 8, not 7.", Refusal(() => payload["turn"].AsInteger(8)));
        Assert.Equal("name must be an integer, not a text.", Refusal(() => payload["name"].AsInteger()));
        Assert.Equal("name must be a text of at most 2 characters.", Refusal(() => payload["name"].AsText(2)));
        Assert.Equal("absent must be true or false, not nil.", Refusal(() => payload["absent"].AsBoolean()));
        Assert.Equal("list must be an array of at least 2 items, but has 1.", Refusal(() => payload["list"][1]));
        Assert.Equal("The payload must be an array, not a map.", Refusal(() => payload[0]));
        Assert.Equal("The payload must be a number, not a map.", Refusal(() => payload.AsDouble()));
        Assert.Equal("An item of the payload must be a map, not 1.", Refusal(() => payload["list"][0]["x"]));
    }

    [Theory]
    [InlineData("c403010203", "binary strings are not allowed")]
    [InlineData("d40100", "extension types are not allowed")]
    [InlineData("c1", "the byte c1 begins no value")]
    [InlineData("cb7ff0000000000000", "a number is not finite")]
    [InlineData("ca7fc00000", "a number is not finite")]
    [InlineData("a2c328", "a text is not valid UTF-8")]
    [InlineData("810102", "a map has a key that is not text")]
    [InlineData("cf0020000000000000", "an integer lies outside ±(2^53 - 1)")]
    [InlineData("cfffffffffffffffff", "an integer lies outside ±(2^53 - 1)")]
    [InlineData("d3ffdfffffffffffff", "an integer lies outside ±(2^53 - 1)")]
    [InlineData("ddffffffff", "the bytes end in the middle of a value")]
    [InlineData("dfffffffff", "the bytes end in the middle of a value")]
    [InlineData("dbffffffff", "the bytes end in the middle of a value")]
    [InlineData("", "the bytes end in the middle of a value")]
    [InlineData("c0c0", "something follows after the value")]
    [InlineData("91919191919191919191919191919191c0", "nested more than 16 deep")]
    public void What_the_protocol_forbids_is_refused(string hex, string expected)
    {
        Assert.False(Payload.TryValidate(Convert.FromHexString(hex), out var payload, out var why));
        Assert.Equal(expected, why);
        Assert.True(payload.IsNil);
    }

    [Theory]
    [InlineData("cf001fffffffffffff", Limits.MaxInteger)]
    [InlineData("d3ffe0000000000001", -Limits.MaxInteger)]
    [InlineData("ccff", 255)]
    [InlineData("d0ff", -1)]
    [InlineData("cdffff", 65535)]
    [InlineData("d18000", -32768)]
    [InlineData("ceffffffff", 4294967295)]
    [InlineData("d280000000", -2147483648)]
    [InlineData("e0", -32)]
    public void Integers_are_read_in_every_form(string hex, long expected)
    {
        Assert.True(Payload.TryValidate(Convert.FromHexString(hex), out var payload, out _));
        Assert.Equal(expected, payload.AsInteger());
    }

    [Fact]
    public void Fifteen_arrays_around_a_value_are_the_deepest()
    {
        Payload payload = 1;
        for (var i = 1; i < Limits.PayloadDepth; i++)
        {
            payload = Payload.Array(payload);
        }

        Assert.True(Payload.TryValidate(payload.Bytes, out _, out _));
        Assert.Throws<ArgumentException>(() => Payload.Array(payload));
        Assert.Throws<ArgumentException>(() => Payload.Map(("deeper", payload)));
    }

    [Fact]
    public void What_no_client_could_read_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => (Payload)(Limits.MaxInteger + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Payload)double.NaN);
        Assert.Throws<ArgumentException>(() => Payload.Map(("a", 1), ("a", 2)));
        Assert.Equal("\ufffd", ((Payload)"\ud800").AsText(1));
    }

    [Fact]
    public void Every_payload_that_is_made_is_valid()
    {
        Samples.Payload.Sample(payload =>
            Payload.TryValidate(payload.Bytes, out var again, out _) && again == payload && again.GetHashCode() == payload.GetHashCode());
    }

    [Fact]
    public void Reading_by_key_and_index_allocates_nothing()
    {
        var payload = Payload.Map(("turn", -1), ("at", Payload.Array(1, 2, 3)));
        long sum = 0;
        for (var i = 0; i < 100; i++)
        {
            sum += payload["turn"].AsInteger() + payload["at"][2].AsInteger();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            sum += payload["turn"].AsInteger() + payload["at"][2].AsInteger();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(2200, sum);
        Assert.Equal(0, allocated);
    }

    private static string Refusal(Func<object> read) => Assert.Throws<PayloadException>(() => read()).Message;
}
