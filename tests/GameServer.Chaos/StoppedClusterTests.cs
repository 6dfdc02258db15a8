using GameServer.Client;
using GameServer.Cluster.Tests.Journal;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>Nodes with one PostgreSQL database that are all stopped, as for maintenance.</summary>
public sealed class StoppedClusterTests(PostgreSqlServer database) : IClassFixture<PostgreSqlServer>
{
    [SkippableFact]
    public async Task A_conversation_goes_on_where_it_was_after_all_nodes_were_stopped()
    {
        Skip.If(database.Missing is not null && Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_TOOLS") != "1", database.Missing);
        Assert.Null(database.Missing);
        await using var nodes = new Nodes(2);
        await StartAsync(nodes);
        using var http = new HttpClient();
        var ann = await Players.CreateAsync(http, nodes.AddressOf(0), "Ann");
        var bob = await Players.CreateAsync(http, nodes.AddressOf(1), "Bob");
        string talk;
        await using (var anns = await ArriveAsync(nodes, 0, ann))
        await using (var bobs = await ArriveAsync(nodes, 1, bob))
        {
            var inbox = await JoinAsync(nodes, anns, $"inbox.{ann.PlayerId}");
            talk = (await inbox.CommandAsync("open", Payload.Map(("player", bob.PlayerId)))).Payload.AsText(64);
            var (hers, his) = (await JoinAsync(nodes, anns, talk), await JoinAsync(nodes, bobs, talk));
            Assert.Equal(1, await SayAsync(hers, "one"));
            Assert.Equal(2, await SayAsync(his, "two"));
            Assert.True((await his.CommandAsync("edit", Payload.Map(("message", 2), ("text", "three")))).Accepted);
            Assert.True((await his.CommandAsync("read", Payload.Map(("upTo", 1)))).Accepted);
        }

        await Task.WhenAll(nodes[0].StopAsync(), nodes[1].StopAsync());
        Assert.Equal((0, 0), (nodes[0].ExitCode, nodes[1].ExitCode));
        await StartAsync(nodes);

        await using var annsAgain = await ArriveAsync(nodes, 1, ann);
        await using var bobsAgain = await ArriveAsync(nodes, 0, bob);
        var (she, he) = (await JoinAsync(nodes, annsAgain, talk), await JoinAsync(nodes, bobsAgain, talk));
        await ReadsAsync(nodes, she, "0 one, 1 three", "0, 1");
        Assert.Equal(3, await SayAsync(he, "four"));
        await ReadsAsync(nodes, she, "0 one, 1 three, 1 four", "0, 1");
        var hersAgain = await JoinAsync(nodes, annsAgain, $"inbox.{ann.PlayerId}");
        await nodes.UntilAsync(() => Rows(hersAgain, "conversations", row => $"{row.Text("name")} {row.Text("text")} {row.Int("unread")}") == "Bob four 2", "her inbox to tell of it");
    }

    private async Task StartAsync(Nodes nodes)
    {
        await Task.WhenAll(nodes.StartAsync(0, $"Storage:PostgreSql={database.Connection}"), nodes.StartAsync(1, $"Storage:PostgreSql={database.Connection}"));
        await nodes.AreOneClusterAsync(0, 1);
    }

    private static Task<GameClient> ArriveAsync(Nodes nodes, int node, Player player) => GameClient.ConnectAsync(
        new GameClientOptions { BaseAddress = nodes.AddressOf(node), Token = _ => ValueTask.FromResult(player.Token) });

    private static Task<GameRoom> JoinAsync(Nodes nodes, GameClient client, string roomId) => client.JoinAsync(roomId, nodes.UntilAsync);

    private static async Task<long> SayAsync(GameRoom room, string text)
    {
        var answer = await room.CommandAsync("say", Payload.Map(("text", text)));
        Assert.True(answer.Accepted, answer.ToString());
        return answer.Payload.AsInteger();
    }

    /// <summary>Members are numbered by their ids, which are random: whoever said the first message is 0 here.</summary>
    private static async Task ReadsAsync(Nodes nodes, GameRoom room, string messages, string read)
    {
        var seen = "";
        await nodes.UntilAsync(
            () =>
            {
                seen = room.ReadState(state =>
                {
                    if (!state.TryGet("messages", out var said) || !said.TryGet(1, out var first))
                    {
                        return "";
                    }

                    var lines = said.Rows.OrderBy(row => row.Key).Select(row => $"{(row.Int("from") == first.Int("from") ? 0 : 1)} {row.Text("text")}");
                    var marks = state["members"].Rows.OrderBy(row => row.Key == first.Int("from") ? 0 : 1).Select(row => row.Int("read"));
                    return $"{string.Join(", ", lines)} / {string.Join(", ", marks)}";
                });
                return seen == $"{messages} / {read}";
            },
            $"'{messages} / {read}' to be read");
    }

    private static string Rows(GameRoom room, string table, Func<Row, string> show) =>
        room.ReadState(state => state.TryGet(table, out var found) ? string.Join(", ", found.Rows.Select(show)) : "");
}
