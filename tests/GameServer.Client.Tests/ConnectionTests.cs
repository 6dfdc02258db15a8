using GameServer.Protocol;

namespace GameServer.Client.Tests;

/// <summary>Connecting, staying connected, and ending.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Hello_says_version_token_and_software()
    {
        var server = new FakeServer();
        var connecting = GameClient.ConnectAsync(Scene.Options(server));
        var connection = await server.AcceptAsync();

        Assert.Equal(new HelloFrame(1, "token", "gameserver-dotnet/1"), await connection.ExpectAsync<HelloFrame>());
        connection.Send(new WelcomeFrame(1, "p-1", "Nova", "node-a", 15));
        await using var client = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(("p-1", "Nova", "node-a", ConnectionState.Open), (client.PlayerId, client.Name, client.Node, client.State));
    }

    [Fact]
    public async Task A_first_connection_is_tried_once()
    {
        var server = new FakeServer { IsDown = true };

        var refusal = await Assert.ThrowsAsync<GameException>(() => GameClient.ConnectAsync(Scene.Options(server)).WaitAsync(Patience.Limit));

        Assert.Equal(("unreachable", "The server is down.", 1), (refusal.Code, refusal.Message, server.Attempts));
    }

    [Fact]
    public async Task A_refused_hello_is_the_reason_that_the_caller_gets()
    {
        var server = new FakeServer();
        var connecting = GameClient.ConnectAsync(Scene.Options(server));
        var connection = await server.AcceptAsync();
        connection.Send(new ErrorFrame(ErrorCodes.BadVersion, "Version 2 is spoken here.", null, Payload.Map(("min", 2), ("max", 2))));
        connection.Close(CloseCodes.ProtocolError);

        var refusal = await Assert.ThrowsAsync<GameException>(() => connecting.WaitAsync(Patience.Limit));

        Assert.Equal(ErrorCodes.BadVersion, refusal.Code);
        Assert.Equal(2, refusal.Details["min"].AsInteger());
    }

    [Theory]
    [InlineData(CloseCodes.ProtocolError)]
    [InlineData(CloseCodes.TooLarge)]
    public async Task A_client_that_is_wrong_does_not_come_back(int code)
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        scene.Connection.Send(new ErrorFrame(ErrorCodes.BadFrame, "What was that?"));
        scene.Connection.Close(code);

        Assert.Equal(ErrorCodes.BadFrame, (await scene.Client.Closed.WaitAsync(Patience.Limit)).Code);
        Assert.Equal(ConnectionState.Closed, scene.Client.State);
        Assert.Equal(ErrorCodes.BadFrame, room.Ending?.Code);
        Assert.Equal(1, scene.Server.Attempts);
        Assert.Equal(ErrorCodes.BadFrame, (await Assert.ThrowsAsync<GameException>(() => scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena")))).Code);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        var tokens = 0;
        var server = new FakeServer();
        var connecting = GameClient.ConnectAsync(Scene.Options(server, _ => ValueTask.FromResult($"token {++tokens}")));
        var connection = await Scene.WelcomeAsync(await server.AcceptAsync());
        await using var client = await connecting.WaitAsync(Patience.Limit);

        connection.Close(CloseCodes.Unauthorized);
        connection = await server.AcceptLaterAsync();
        Assert.Equal("token 2", (await connection.ExpectAsync<HelloFrame>()).Token);
        connection.Send(new ErrorFrame(ErrorCodes.TokenExpired, "Too old."));
        connection.Close(CloseCodes.Unauthorized);

        Assert.Equal(ErrorCodes.TokenExpired, (await client.Closed.WaitAsync(Patience.Limit)).Code);
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task A_goaway_is_followed_after_the_time_that_it_names()
    {
        await using var scene = await Scene.ConnectedAsync();
        var before = scene.Server.Time.GetUtcNow();
        scene.Connection.Send(new GoAwayFrame(GoAwayCodes.ShuttingDown, "Bye.", 7_000));
        scene.Connection.Close(CloseCodes.GoingAway);

        await scene.Server.AcceptLaterAsync();

        Assert.InRange(scene.Server.Time.GetUtcNow() - before, TimeSpan.FromSeconds(6.9), TimeSpan.FromSeconds(7.3));
    }

    [Fact]
    public async Task A_server_that_is_silent_counts_as_gone()
    {
        await using var scene = await Scene.ConnectedAsync();

        await Patience.UntilAsync("the connection is given up", () =>
        {
            scene.Server.Time.Advance(TimeSpan.FromSeconds(1));
            return scene.Connection.IsAborted;
        });

        await scene.Server.AcceptLaterAsync();
    }

    [Fact]
    public async Task Pings_measure_the_round_trip_and_the_rooms_clock()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        Assert.Null(room.Time);
        var pinging = room.PingAsync();
        var ping = await scene.Connection.ExpectAsync<PingFrame>();
        Assert.Equal(0, ping.Handle);
        scene.Server.Time.Advance(TimeSpan.FromMilliseconds(40));
        scene.Connection.Send(new PongFrame(0, ping.Nonce, 5_000));

        Assert.Equal(40, (await pinging.WaitAsync(Patience.Limit)).TotalMilliseconds, 3);
        scene.Server.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(5_120, room.Time!.Value, 3);
    }

    [Fact]
    public async Task A_ping_without_an_answer_fails_with_its_connection()
    {
        await using var scene = await Scene.ConnectedAsync();
        var pinging = scene.Client.PingAsync();
        scene.Connection.Lose();

        Assert.Equal("unreachable", (await Assert.ThrowsAsync<GameException>(() => pinging.WaitAsync(Patience.Limit))).Code);
    }

    [Fact]
    public async Task Disposing_says_good_bye_and_ends_the_rooms()
    {
        var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        var command = room.CommandAsync("buy");

        await scene.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        Assert.True(scene.Connection.IsClosedByClient);
        Assert.Equal("closed", (await scene.Client.Closed).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<GameException>(() => command)).Code);
    }

    [Fact]
    public async Task Disposing_while_waiting_to_connect_again_ends_at_once()
    {
        var scene = await Scene.ConnectedAsync();
        scene.Server.IsDown = true;
        scene.Connection.Lose();
        await Patience.UntilAsync("the loss is noticed", () => scene.Client.State == ConnectionState.Connecting);

        await scene.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_callback_that_fails_ends_the_client_and_not_the_process()
    {
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnEvent = (_, _) => throw new InvalidOperationException("Mine.") });
        scene.Connection.Send(new EventsFrame(0, 10, 11, [new(11, "a", 1)]));

        var reason = await scene.Client.Closed.WaitAsync(Patience.Limit);

        Assert.Equal("Mine.", reason.Message);
        Assert.IsType<InvalidOperationException>(reason.InnerException);
    }

    [Fact]
    public async Task A_message_that_is_not_the_protocol_leads_to_a_new_connection()
    {
        await using var scene = await Scene.ConnectedAsync();
        scene.Connection.SendBytes(0xc1);

        await scene.Server.AcceptLaterAsync();

        Assert.True(scene.Connection.IsAborted);
    }
}
