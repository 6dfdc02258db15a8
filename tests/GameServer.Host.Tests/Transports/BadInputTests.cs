using System.Net.WebSockets;
using System.Text;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports;

/// <summary>What clients may not do, what they are told, and that nobody else in the room notices.</summary>
[Collection(SharedServerTests.Name)]
public sealed class BadInputTests(SharedServer shared)
{
    public static TheoryData<string, byte[], FrameEncoding> Nonsense => new()
    {
        { "no MessagePack", [0xc1, 0xff, 0x00], FrameEncoding.Binary },
        { "no frame", [], FrameEncoding.Binary },
        { "a frame cut off", RawClient.Encode(FrameEncoding.Binary, new InputFrame(1, 300, Payload.Array(1, 2)))[..^2], FrameEncoding.Binary },
        { "an array said to have four billion items", [0xdd, 0xff, 0xff, 0xff, 0xff], FrameEncoding.Binary },
        { "a field of the wrong type", [0x92, 0x03, 0xa1, 0x61], FrameEncoding.Binary },
        { "no JSON", Encoding.UTF8.GetBytes("{\"type\":\"hello\"}"), FrameEncoding.Text },
        { "a JSON bomb", Encoding.UTF8.GetBytes(new string('[', 16_000)), FrameEncoding.Text },
        { "JSON cut off", Encoding.UTF8.GetBytes("[\"ping\",null,1"), FrameEncoding.Text },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_a_bad_frame_and_closes(string what, byte[] message, FrameEncoding encoding)
    {
        await using var client = await RawClient.ConnectAsync(shared.Server, encoding);
        await client.JoinArenaAsync();
        await client.SendRawAsync(message);
        await client.ErrorAsync(ErrorCodes.BadFrame);
        Assert.True(await client.CloseCodeAsync() == CloseCodes.ProtocolError, what);
        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task A_message_of_the_other_encoding_is_a_bad_frame_and_closes()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.SendRawAsync(RawClient.Encode(FrameEncoding.Text, new PingFrame(null, 1)), WebSocketMessageType.Text);
        await client.ErrorAsync(ErrorCodes.BadFrame);
        Assert.Equal(CloseCodes.ProtocolError, await client.CloseCodeAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_message_over_the_limit_is_too_large_in_one_piece_or_many(int pieces)
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.JoinArenaAsync();
        var piece = new byte[(4 * Limits.MessageBytes) / pieces];
        for (var number = 1; number <= pieces; number++)
        {
            await client.SendRawAsync(piece, endOfMessage: number == pieces);
        }

        await client.ErrorAsync(ErrorCodes.TooLarge);
        Assert.Equal(CloseCodes.TooLarge, await client.CloseCodeAsync());
        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task A_message_of_65_frames_is_too_large()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.SendAsync([.. Enumerable.Range(0, 65).Select(n => new PingFrame(null, n))]);
        await client.ErrorAsync(ErrorCodes.TooLarge);
        Assert.Equal(CloseCodes.TooLarge, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Unknown_frames_second_hellos_and_bad_payloads_are_refused_and_the_session_goes_on()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server, FrameEncoding.Text);
        await client.SendRawAsync("[\"dance\",1]"u8.ToArray());
        await client.ErrorAsync(ErrorCodes.UnknownFrame);
        await client.SendAsync(new HelloFrame(1, shared.Server.TokenFor("Again"), null));
        await client.ErrorAsync(ErrorCodes.HelloRepeated);
        await client.SendRawAsync(Encoding.UTF8.GetBytes($"[\"input\",1,1,{new string('[', 20)}{new string(']', 20)}]"));
        await client.ErrorAsync(ErrorCodes.BadPayload);
        await client.SendAsync(new InputFrame(3, 1, Payload.Nil));
        await client.ErrorAsync(ErrorCodes.NotJoined);
        await client.AssertAnswersAsync();
        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task Joining_twice_is_refused_and_the_first_join_stands()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        var joined = await client.JoinArenaAsync();
        var again = new JoinFrame(1, "another", JoinBy.Room, joined.RoomId, false, 0, null, Payload.Nil);
        await client.SendAsync(again);
        await client.ErrorAsync(ErrorCodes.HandleInUse);
        await client.SendAsync(again with { Handle = 2 });
        await client.ErrorAsync(ErrorCodes.AlreadyJoined);
        await client.NextAsync<DeltaFrame>();
        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task A_flood_is_told_to_slow_down_and_then_cut_off()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.JoinArenaAsync();
        var pings = RawClient.Encode(FrameEncoding.Binary, [.. Enumerable.Range(0, 60).Select(n => new PingFrame(null, n))]);
        for (var message = 0; message < 40; message++)
        {
            await client.SendRawAsync(pings);
        }

        var error = await client.ErrorAsync(ErrorCodes.RateLimited);
        Assert.True(error.Details["retryAfter"].AsInteger() > 0);
        Assert.Equal(CloseCodes.Flood, await client.CloseCodeAsync());
        await shared.AssertBystanderPlaysOnAsync();
    }
}
