using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>Two who write to each other, as fast as they may, and remember what was acknowledged.</summary>
internal sealed class Talkers : IAsyncDisposable
{
    private static readonly string[] names = ["Ann", "Bob"];

    // Longer than a message takes to be let in again.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(0.6);

    private readonly DurableServer server;
    private readonly Talker[] talkers;

    private Talkers(DurableServer server, Talker[] talkers)
    {
        this.server = server;
        this.talkers = talkers;
    }

    /// <summary>How many messages of both were acknowledged.</summary>
    internal int Said => talkers.Sum(talker => talker.Acknowledged.Count);

    internal static async Task<Talkers> MeetAsync(DurableServer server)
    {
        var talkers = new List<Talker>();
        using var http = new HttpClient();
        foreach (var name in names)
        {
            talkers.Add(await Talker.ArriveAsync(server, await Players.CreateAsync(http, server.Address, name)));
        }

        var opened = await talkers[0].Inbox.CommandAsync("open", Payload.Map(("player", talkers[1].Player.PlayerId)));
        foreach (var talker in talkers)
        {
            await talker.JoinAsync(opened.Payload.AsText(64));
        }

        return new Talkers(server, [.. talkers]);
    }

    internal IEnumerable<Task> Talk(CancellationToken over) => talkers.Select(talker => talker.TalkAsync(patience, over));

    /// <summary>
    /// What each said is there once, in order and under the number that was acknowledged, and nothing else; and the other's inbox knows how
    /// far it goes and how much of it is unread. Devices that come anew look.
    /// </summary>
    internal async Task<string> CheckAsync()
    {
        var report = new List<string>();
        for (var i = 0; i < talkers.Length; i++)
        {
            var (talker, other) = (talkers[i], talkers[1 - i]);
            await using var again = await Talker.ArriveAsync(server, talker.Player);
            await again.JoinAsync(talker.Talk.Id);
            await server.UntilAsync(() => Task.FromResult(again.Kept().Length > 0), "the conversation to be read");
            var kept = again.Kept();
            Assert.Equal(kept.Length, kept.Select(message => message.Key).Distinct().Count());
            foreach (var author in talkers)
            {
                Assert.Equal(author.Acknowledged, kept.Where(message => message.From == author.Player.PlayerId).Select(message => (message.Key, message.Text)));
            }

            Assert.Equal(Said, kept.Length);
            var expected = (Last: kept[^1].Key, Unread: (long)other.Acknowledged.Count);
            var listed = (Last: 0L, Unread: 0L);
            await server.UntilAsync(
                () => Task.FromResult((listed = again.Listed(other.Player.PlayerId)) == expected),
                $"the inbox of {talker.Player.Name} to have {expected}");
            report.Add($"{talker.Player.Name} said {talker.Acknowledged.Count}, and has {listed.Unread} unread up to {listed.Last}");
        }

        return string.Join("; ", report);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var talker in talkers)
        {
            await talker.DisposeAsync();
        }
    }

    /// <summary>A player on one device, with the inbox.</summary>
    private sealed class Talker(Player player, GameClient client, GameRoom inbox, DurableServer server) : IAsyncDisposable
    {
        internal Player Player { get; } = player;

        internal GameRoom Inbox { get; } = inbox;

        internal GameRoom Talk { get; private set; } = null!;

        internal List<(long Key, string Text)> Acknowledged { get; } = [];

        internal static async Task<Talker> ArriveAsync(DurableServer server, Player player)
        {
            var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, Token = _ => ValueTask.FromResult(player.Token) });
            return new Talker(player, client, await client.JoinAsync($"inbox.{player.PlayerId}", server.UntilAsync), server);
        }

        internal async Task JoinAsync(string roomId) => Talk = await client.JoinAsync(roomId, server.UntilAsync);

        internal async Task TalkAsync(TimeSpan patience, CancellationToken over)
        {
            for (var n = 1; !over.IsCancellationRequested; n++)
            {
                var text = $"{Player.Name} says {n}";
                var answer = await Talk.CommandAsync("say", Payload.Map(("text", text)), CancellationToken.None);
                while (answer.Code == "slow_down")
                {
                    await Task.Delay(patience, CancellationToken.None);
                    answer = await Talk.CommandAsync("say", Payload.Map(("text", text)), CancellationToken.None);
                }

                Assert.True(answer.Accepted, answer.ToString());
                Acknowledged.Add((answer.Payload.AsInteger(), text));
            }
        }

        internal (long Key, string From, string Text)[] Kept() => Talk.ReadState(state => state.TryGet("messages", out var messages)
            ? messages.Rows.OrderBy(row => row.Key).Select(row => (row.Key, AuthorOf(state, row), row.Text("text"))).ToArray()
            : []);

        internal (long Last, long Unread) Listed(string with) => Inbox.ReadState(state =>
            state.TryGet("conversations", out var talks) && talks.Rows.SingleOrDefault(row => row.Text("player") == with) is { } row
                ? (row.Int("last"), row.Int("unread"))
                : default);

        private static string AuthorOf(RoomState state, Row message) =>
            state["members"].TryGet(message.Int("from"), out var author) ? author.Text("player") : "";

        public ValueTask DisposeAsync() => client.DisposeAsync();
    }
}
