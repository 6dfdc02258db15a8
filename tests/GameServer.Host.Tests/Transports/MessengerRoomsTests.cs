using Games.Messenger;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Microsoft.Data.Sqlite;

namespace GameServer.Host.Tests.Transports;

/// <summary>The messenger's rooms on a server: what they keep from others, and what they leave in its database.</summary>
public sealed class MessengerRoomsTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("messenger");
    private RunningServer server = null!;

    private string Database => Path.Combine(folder.FullName, "rooms.db");

    [Fact]
    public async Task A_stranger_is_refused_on_every_transport_while_the_two_talk()
    {
        using var ann = new HttpPlayer(server);
        using var bob = new HttpPlayer(server);
        using var eve = new HttpPlayer(server);
        foreach (var room in (string[])[Conversations.TalkOf(ann.Player.PlayerId, bob.Player.PlayerId), Conversations.InboxOf(ann.Player.PlayerId)])
        {
            await ann.JoinArenaAsync(HttpPlayer.Join(room, JoinBy.Room));
            foreach (var (seat, code) in ((string, string)[])[(ann.Seat, "not_joined"), ($"room={room}&attach=0", "watch_refused")])
            {
                using var poll = await eve.GetAsync($"/poll?{seat}&wait=5");
                await HttpPlayer.AssertProblemAsync(poll, 409, code);
                using var asked = new HttpRequestMessage(HttpMethod.Get, $"/sse?{seat}");
                asked.Headers.Add("Accept", "text/event-stream");
                using var stream = await eve.AskAsync(asked);
                await HttpPlayer.AssertProblemAsync(stream, 409, code);
                using var nobody = await EventStream.AskAsync(eve.Http, $"/sse?{seat}");
                await HttpPlayer.AssertProblemAsync(nobody, 401, "unauthorized");
            }

            using var sent = await eve.SendAsync($"/send?{ann.Seat}", new CommandFrame(0, 1, 1, "before", Payload.Map(("message", 1))));
            await HttpPlayer.AssertProblemAsync(sent, 409, "not_joined");
            using var joined = await eve.SendAsync("/send", HttpPlayer.Join(room, JoinBy.Room));
            Assert.Equal(ErrorCodes.JoinRefused, Assert.Single((await eve.FramesAsync(joined)).OfType<ErrorFrame>()).Code);

            using var own = await ann.PollAsync();
            Assert.NotEmpty((await ann.TakeAsync(own)).OfType<FullFrame>());
        }
    }

    [Fact]
    public async Task A_conversation_in_which_nothing_was_said_leaves_nothing_in_the_database()
    {
        using var ann = new HttpPlayer(server);
        var (silent, spoken) = (Conversations.TalkOf(ann.Player.PlayerId, new string('1', 32)), Conversations.TalkOf(ann.Player.PlayerId, new string('2', 32)));
        await ann.JoinArenaAsync(HttpPlayer.Join(silent, JoinBy.Room));
        Assert.NotEqual(0, Bytes(silent));
        await LeaveAsync(ann);
        await ann.JoinArenaAsync(HttpPlayer.Join(spoken, JoinBy.Room));
        using var said = await ann.SayAsync(new CommandFrame(0, 1, 1, "say", Payload.Map(("text", "hello"))));
        Assert.Null(Assert.Single((await ann.FramesAsync(said)).OfType<AnswerFrame>()).Code);
        await LeaveAsync(ann);

        // A number remains, so that of two that begin it at once still only one does.
        await Deadline.UntilAsync(() => Task.FromResult(Bytes(silent) == 0), "the silent conversation to be gone");
        Assert.NotEqual(0, Bytes(spoken));
    }

    private static async Task LeaveAsync(HttpPlayer player)
    {
        using var left = await player.SayAsync(new LeaveFrame(0));
        Assert.True(left.IsSuccessStatusCode);
    }

    private long Bytes(string roomId)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(length(message)), 0) FROM journal WHERE persistence_id = $id AND NOT deleted";
        command.Parameters.AddWithValue("$id", roomId);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    async Task IAsyncLifetime.InitializeAsync() => server = await RunningServer.StartAsync(("Storage:File", Database));

    async Task IAsyncLifetime.DisposeAsync()
    {
        await server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }
}
