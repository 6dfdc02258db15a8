using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Games.Arena;

namespace GameServer.Host.Tests.Transports;

[Collection(SharedServerTests.Name)]
public sealed class PlayTests(SharedServer shared)
{
    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public async Task A_player_joins_flies_and_sees_the_state_come(FrameEncoding encoding)
    {
        await using var client = await RawClient.ConnectAsync(shared.Server, encoding);
        var joined = await client.JoinArenaAsync(handle: 5);
        Assert.Equal(("arena", 5), (joined.Kind, joined.Handle));

        var full = await client.NextAsync<FullFrame>();
        Assert.Equal(joined.EpochId, full.EpochId);
        await client.SendAsync(new InputFrame(5, joined.Input + 1, Payload.Array(Controls.Thrust, -1)));
        var applied = await client.NextAsync<DeltaFrame>(delta => delta.Input == joined.Input + 1);
        Assert.True(applied.Tick > full.Tick);
    }

    [Fact]
    public async Task The_welcome_says_who_the_token_says()
    {
        await using var client = await RawClient.OpenAsync(shared.Server.Address);
        await client.SendAsync(new HelloFrame(1, shared.Server.TokenFor("Nova"), null));
        var welcome = await client.NextAsync<WelcomeFrame>();
        Assert.Equal(("Nova", Limits.Version, Limits.SilenceSeconds), (welcome.Name, welcome.Version, welcome.Heartbeat));
        Assert.Equal(32, welcome.PlayerId.Length);
    }

    [Fact]
    public async Task Frames_that_come_in_one_message_with_hello_are_carried_out()
    {
        await using var client = await RawClient.OpenAsync(shared.Server.Address);
        await client.SendAsync(new HelloFrame(1, shared.Server.TokenFor("Nova"), null), new PingFrame(null, 9));
        Assert.Equal(9, (await client.NextAsync<PongFrame>()).Nonce);
    }

    [Fact]
    public async Task A_room_answers_a_ping_with_its_time()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        var joined = await client.JoinArenaAsync();
        await client.SendAsync(new PingFrame(1, 3));
        var pong = await client.NextAsync<PongFrame>();
        Assert.True(pong.Time >= joined.Tick * 1000.0 / joined.TickRate);
    }

    [Fact]
    public async Task Commands_are_answered_once_each_and_a_gap_is_named()
    {
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.JoinArenaAsync();
        var say = new CommandFrame(1, 77, 1, "say", Payload.Map(("text", "hello")));
        await client.SendAsync(say);
        Assert.Equal(1, (await client.NextAsync<AnswerFrame>()).N);
        await client.SendAsync(say);
        Assert.Equal(1, (await client.NextAsync<AnswerFrame>()).N);
        await client.SendAsync(say with { N = 3 });
        var gap = await client.ErrorAsync(ErrorCodes.CommandGap);
        Assert.Equal(2, gap.Details["expected"].AsInteger());
    }
}
