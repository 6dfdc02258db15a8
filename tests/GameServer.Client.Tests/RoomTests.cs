using System.Collections.Concurrent;
using GameServer.Protocol;

namespace GameServer.Client.Tests;

/// <summary>What can be done in a room while the connection is there.</summary>
public sealed class RoomTests
{
    [Fact]
    public async Task A_join_that_is_refused_tells_why()
    {
        await using var scene = await Scene.ConnectedAsync();
        var joining = scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena"));
        var join = await scene.Connection.ExpectAsync<JoinFrame>();
        scene.Connection.Send(new ErrorFrame(ErrorCodes.NoRoom, "All are full.", join.Handle, Payload.Map(("retryAfter", 500))));

        var refusal = await Assert.ThrowsAsync<GameException>(() => joining.WaitAsync(Patience.Limit));

        Assert.Equal((ErrorCodes.NoRoom, TimeSpan.FromMilliseconds(500)), (refusal.Code, refusal.RetryAfter));
    }

    [Fact]
    public async Task A_join_that_is_given_up_gives_its_seat_back()
    {
        await using var scene = await Scene.ConnectedAsync();
        using var patience = new CancellationTokenSource();
        var joining = scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena"), patience.Token);
        var join = await scene.Connection.ExpectAsync<JoinFrame>();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining.WaitAsync(Patience.Limit));

        scene.Connection.Send(Scene.Joined(join));

        Assert.Equal(new LeaveFrame(join.Handle), await scene.Connection.ExpectAsync<LeaveFrame>());
    }

    [Fact]
    public async Task A_ninth_room_is_refused_without_asking()
    {
        await using var scene = await Scene.ConnectedAsync();
        for (var i = 0; i < Limits.Rooms; i++)
        {
            await scene.JoinAsync();
        }

        var refusal = await Assert.ThrowsAsync<GameException>(() => scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena")));

        Assert.Equal(ErrorCodes.TooManyRooms, refusal.Code);
    }

    [Fact]
    public async Task Leaving_is_done_when_the_server_says_so()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena") { OnEnd = (_, _) => Assert.Fail("The player asked for it.") });
        var leaving = room.LeaveAsync();
        await scene.Connection.ExpectAsync<LeaveFrame>();
        Assert.False(leaving.IsCompleted);

        scene.Connection.Send(new LeftFrame(0, LeftCodes.Left, ""));
        await leaving.WaitAsync(Patience.Limit);

        Assert.Equal(LeftCodes.Left, room.Ending?.Code);
        Assert.Equal(1, (await JoinNextAsync(scene)).Handle);
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public async Task The_state_is_replaced_and_changed_as_the_frames_say(FrameEncoding encoding)
    {
        var changes = new ConcurrentQueue<string>();
        await using var scene = await Scene.ConnectedAsync(encoding: encoding);
        var room = await scene.JoinAsync(new JoinOptions(JoinBy.Quick, "arena")
        {
            OnState = (room, change) => changes.Enqueue(
                $"{change.Tick}{(change.IsFull ? " full" : "")}: {string.Join(", ", change.Rows.Select(row => $"{row.Kind} {row.Table.Name} {row.Key}"))}; {room.State["ships"].Count}"),
        });

        scene.Connection.Send(Scene.Full(0, 101, Scene.Ships([], Payload.Array(1, 3, 8, "Nova"), Payload.Array(2, 1, -3))));
        scene.Connection.Send(new DeltaFrame(0, 7, 101, 104, Scene.Ships([2, 9], Payload.Array(1, 1, 9), Payload.Array(3, 0)).Bytes));
        await Patience.UntilAsync("both are applied", () => changes.Count == 2);

        Assert.Equal(["101 full: Added ships 1, Added ships 2; 2", "104: Removed ships 2, Updated ships 1, Added ships 3; 2"], changes);
        Assert.Equal(
            (104, 7, 4.5, 9, "Nova", ""),
            room.ReadState(state =>
            {
                var ships = state["ships"];
                Assert.True(ships.TryGet(1, out var nova) && ships.TryGet(3, out _));
                _ = ships.TryGet(3, out var third);
                return (state.Tick, state.Input, nova.Real("x"), nova.Int("x"), nova.Text("name"), third!.Text(1));
            }));
    }

    [Fact]
    public async Task A_watcher_has_no_inputs_and_commands()
    {
        await using var scene = await Scene.ConnectedAsync();
        var room = await scene.JoinAsync(new JoinOptions(JoinBy.Room, "r-1") { Watch = true });

        Assert.Equal(ErrorCodes.NotJoined, Assert.Throws<GameException>(() => room.SendInput(1)).Code);
        await Assert.ThrowsAsync<GameException>(() => room.CommandAsync("buy"));
    }

    [Fact]
    public async Task A_command_that_was_refused_by_the_rate_limit_is_sent_again()
    {
        var errors = new ConcurrentQueue<string>();
        await using var scene = await Scene.ConnectedAsync(error => errors.Enqueue(error.Code));
        var room = await scene.JoinAsync();
        var buying = room.CommandAsync("buy");
        var command = await scene.Connection.ExpectAsync<CommandFrame>();
        scene.Connection.Send(new ErrorFrame(ErrorCodes.RateLimited, "Slower.", null, Payload.Map(("retryAfter", 250))));
        ClientFrame? frame = null;

        await Patience.UntilAsync("the command is repeated", () =>
        {
            if (scene.Connection.HasReceived(out frame))
            {
                return true;
            }

            scene.Server.Time.Advance(TimeSpan.FromMilliseconds(50));
            return false;
        });

        Assert.Equal(command, frame);
        Assert.Equal([ErrorCodes.RateLimited], errors);
        Assert.False(buying.IsCompleted);
    }

    [Fact]
    public async Task A_frame_about_an_unknown_room_is_passed_over()
    {
        await using var scene = await Scene.ConnectedAsync();
        scene.Connection.Send(new EventsFrame(99, 1, 2, []), new LeftFrame(99, LeftCodes.Left, ""));

        Assert.Equal("r-1", (await scene.JoinAsync()).Id);
    }

    private static async Task<JoinFrame> JoinNextAsync(Scene scene)
    {
        _ = scene.Client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena"));
        return await scene.Connection.ExpectAsync<JoinFrame>();
    }
}
