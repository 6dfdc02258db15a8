using System.Collections.Concurrent;
using GameServer.Protocol;

namespace GameServer.Client.Tests;

/// <summary>What happens when connections are lost and come back.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task A_lost_connection_is_resumed_with_the_cursor_that_the_client_holds()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        scene.Connection.Send(new EventsFrame(0, 10, 14, [new(12, "hit", 1)]), Scene.Full(0, 101, Scene.Ships([], Payload.Array(1, 3, 8, "Nova"))));
        scene.Connection.Send(new DeltaFrame(0, 0, 101, 103, Scene.Ships([], Payload.Array(1, 1, 9)).Bytes));
        await Patience.UntilAsync("the delta is applied", () => room.ReadState(state => state.Tick) == 103);

        var join = await scene.ReconnectAsync();

        Assert.Equal((JoinBy.Room, "r-1"), (join.How, join.Target));
        Assert.Equal(new Cursor(1, "e1", 14, 103, 1), join.Cursor);
    }

    [Fact]
    public async Task Events_come_once_and_in_order_over_reconnects()
    {
        var told = new ConcurrentQueue<long>();
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnEvent = (_, e) => told.Enqueue(e.Offset) });
        scene.Connection.Send(new EventsFrame(0, 10, 12, [new(11, "a", 1), new(12, "b", 2)]));
        await Patience.UntilAsync("two events are told", () => told.Count == 2);

        var join = await scene.ReconnectAsync();
        scene.Connection.Send(Scene.Joined(join, offset: 12));
        scene.Connection.Send(new EventsFrame(0, 10, 14, [new(11, "a", 1), new(12, "b", 2), new(14, "c", 3)]));
        await Patience.UntilAsync("the third event is told", () => told.Count == 3);

        Assert.Equal([11, 12, 14], told);
    }

    [Fact]
    public async Task Unanswered_commands_are_sent_again_with_their_numbers()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        var first = room.CommandAsync("buy", 1);
        var second = room.CommandAsync("buy", 2);
        var sent = await scene.Connection.ExpectAsync<CommandFrame>();
        scene.Connection.Send(new AnswerFrame(0, sent.Stream, 1, null, "one"));
        Assert.Equal("one", (await first.WaitAsync(Patience.Limit)).Payload.AsText(10));

        var join = await scene.ReconnectAsync();
        var third = room.CommandAsync("buy", 3);
        Assert.False(scene.Connection.HasReceived(out _), "nothing may be sent before the room is joined");
        scene.Connection.Send(Scene.Joined(join));

        Assert.Equal(new AckFrame(0, sent.Stream, 1), await scene.Connection.ExpectAsync<AckFrame>());
        Assert.Equal(new CommandFrame(0, sent.Stream, 2, "buy", 2), await scene.Connection.ExpectAsync<CommandFrame>());
        Assert.Equal(new CommandFrame(0, sent.Stream, 3, "buy", 3), await scene.Connection.ExpectAsync<CommandFrame>());
        scene.Connection.Send(new AnswerFrame(0, sent.Stream, 2, "too_poor", "No."), new AnswerFrame(0, sent.Stream, 3, null, default));
        Assert.False((await second.WaitAsync(Patience.Limit)).Accepted);
        Assert.True((await third.WaitAsync(Patience.Limit)).Accepted);
    }

    [Fact]
    public async Task What_was_on_its_way_to_a_room_that_moved_is_sent_again()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        room.SendInput(1);
        var answer = room.CommandAsync("buy", 1);
        await scene.Connection.ExpectAsync<InputFrame>();
        var sent = await scene.Connection.ExpectAsync<CommandFrame>();

        scene.Connection.Send(scene.JoinedAgain(epoch: 2, epochId: "e2", attach: 5));
        Assert.Equal(new InputFrame(0, 1, 1), await scene.Connection.ExpectAsync<InputFrame>());
        Assert.Equal(sent, await scene.Connection.ExpectAsync<CommandFrame>());
        scene.Connection.Send(new AnswerFrame(0, sent.Stream, 1, null, default));
        Assert.True((await answer.WaitAsync(Patience.Limit)).Accepted);

        var join = await scene.ReconnectAsync();
        Assert.Equal((2, "e2", 5L), (join.Cursor!.Value.Epoch, join.Cursor.Value.EpochId, join.Cursor.Value.Attach));
    }

    [Fact]
    public async Task Inputs_that_did_not_arrive_are_sent_again()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        for (var i = 1; i <= 12; i++)
        {
            Assert.Equal(i, room.SendInput(i));
        }

        var join = await scene.ReconnectAsync();
        scene.Connection.Send(Scene.Joined(join, input: 10));

        Assert.Equal(new InputFrame(0, 11, 11), await scene.Connection.ExpectAsync<InputFrame>());
        Assert.Equal(new InputFrame(0, 12, 12), await scene.Connection.ExpectAsync<InputFrame>());
        Assert.Equal(13, room.SendInput(13));
    }

    [Fact]
    public async Task A_join_that_was_not_answered_is_repeated_with_its_id_and_the_next_number()
    {
        await using var scene = await Scene.ConnectedAsync();
        var joining = scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena"));
        var first = await scene.Connection.ExpectAsync<JoinFrame>();

        var again = await scene.ReconnectAsync();
        var (stay, n) = first.Attempt!.Value;
        Assert.Equal(first with { Attempt = new JoinAttempt(stay, n + 1) }, again);
        scene.Connection.Send(Scene.Joined(again));

        Assert.Equal("r-1", (await joining.WaitAsync(Patience.Limit)).Id);
    }

    [Fact]
    public async Task A_taken_over_seat_is_not_taken_back()
    {
        var ended = new TaskCompletionSource<RoomEnd>();
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnEnd = (_, end) => ended.SetResult(end) });
        var command = room.CommandAsync("buy");
        scene.Connection.Send(new LeftFrame(0, LeftCodes.TakenOver, "Another window plays."));
        Assert.Equal(LeftCodes.TakenOver, (await ended.Task.WaitAsync(Patience.Limit)).Code);

        scene.Connection.Lose();
        scene.Connection = await Scene.WelcomeAsync(await scene.Server.AcceptLaterAsync());
        await Patience.UntilAsync("the client is back", () => scene.Client.State == ConnectionState.Open);
        _ = scene.Client.PingAsync();
        await scene.Connection.ExpectAsync<PingFrame>();

        Assert.Equal(LeftCodes.TakenOver, (await Assert.ThrowsAsync<GameException>(() => command)).Code);
        Assert.Equal(LeftCodes.TakenOver, Assert.Throws<GameException>(() => room.SendInput(1)).Code);
    }

    [Fact]
    public async Task A_room_that_is_gone_ends_when_it_is_joined_again()
    {
        var ended = new TaskCompletionSource<RoomEnd>();
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnEnd = (_, end) => ended.SetResult(end) });

        var join = await scene.ReconnectAsync();
        scene.Connection.Send(new ErrorFrame(ErrorCodes.RoomGone, "It is not there any more.", join.Handle));

        Assert.Equal(ErrorCodes.RoomGone, (await ended.Task.WaitAsync(Patience.Limit)).Code);
    }

    [Fact]
    public async Task A_rejoin_that_meets_a_busy_server_is_tried_again_when_it_says()
    {
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync();
        var join = await scene.ReconnectAsync();
        scene.Connection.Send(new ErrorFrame(ErrorCodes.Busy, "Later.", join.Handle, Payload.Map(("retryAfter", 300))));
        ClientFrame? frame = null;

        await Patience.UntilAsync("the join is repeated", () =>
        {
            if (scene.Connection.HasReceived(out frame))
            {
                return true;
            }

            scene.Server.Time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });

        Assert.Equal(join, frame);
    }

    [Fact]
    public async Task A_resync_moves_the_cursor_and_is_told()
    {
        var told = new TaskCompletionSource<RoomResync>();
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnResync = (_, resync) => told.SetResult(resync) });
        scene.Connection.Send(new ResyncFrame(0, 2, "e2", 40, ResyncReasons.Epoch));
        Assert.Equal(new RoomResync(ResyncReasons.Epoch, 2, 40), await told.Task.WaitAsync(Patience.Limit));

        var join = await scene.ReconnectAsync();

        Assert.Equal(new Cursor(2, "e2", 40, 0, 1), join.Cursor);
    }

    [Fact]
    public async Task A_frame_that_does_not_follow_leads_to_a_new_connection()
    {
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync();
        scene.Connection.Send(new EventsFrame(0, 11, 12, []));

        var next = await Scene.WelcomeAsync(await scene.Server.AcceptLaterAsync());

        Assert.True(scene.Connection.IsAborted);
        Assert.Equal(new Cursor(1, "e1", 10, 0, 1), (await next.ExpectAsync<JoinFrame>()).Cursor);
    }

    [Fact]
    public async Task A_state_that_broke_half_way_is_not_claimed_as_a_baseline()
    {
        await using var scene = await Scene.ConnectedAsync();
        await scene.JoinAsync();
        scene.Connection.Send(Scene.Full(0, 101, Scene.Ships([], Payload.Array(1, 3, 8, "Nova"))));
        scene.Connection.Send(new DeltaFrame(0, 0, 101, 102, Scene.Ships([1], Payload.Array(1, 1, "not an integer")).Bytes));

        var next = await Scene.WelcomeAsync(await scene.Server.AcceptLaterAsync());

        Assert.Equal(new Cursor(1, "e1", 10, 0, 1), (await next.ExpectAsync<JoinFrame>()).Cursor);
    }

    [Fact]
    public async Task A_lost_seat_makes_the_outcome_of_old_commands_unknown()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync();
        var answered = room.CommandAsync("buy", 1);
        var stream = (await scene.Connection.ExpectAsync<CommandFrame>()).Stream;
        scene.Connection.Send(new AnswerFrame(0, stream, 1, null, default));
        await answered.WaitAsync(Patience.Limit);
        var open = room.CommandAsync("buy", 2);
        await scene.Connection.ExpectAsync<CommandFrame>();

        var join = await scene.ReconnectAsync();
        scene.Connection.Send(Scene.Joined(join, seat: 3));
        scene.Connection.Send(new ErrorFrame(ErrorCodes.CommandGap, "Expected 1.", 0, Payload.Map(("stream", stream), ("expected", 1))));

        Assert.Equal(ErrorCodes.CommandGap, (await Assert.ThrowsAsync<GameException>(() => open.WaitAsync(Patience.Limit))).Code);
        await scene.Connection.ExpectAsync<AckFrame>();
        await scene.Connection.ExpectAsync<CommandFrame>();
        _ = room.CommandAsync("buy", 3);
        var anew = await scene.Connection.ExpectAsync<CommandFrame>();
        Assert.Equal(1, anew.N);
        Assert.NotEqual(stream, anew.Stream);
    }
}
