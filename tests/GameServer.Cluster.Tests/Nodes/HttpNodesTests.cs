using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Players over HTTP on three nodes: each of their requests may come to any of them.</summary>
public sealed class HttpNodesTests : ThreeNodes
{
    private const int Rounds = 12;
    private const long Totals = 7;
    private const long Saying = 8;

    // One test, since a cluster takes longer to start than all of this.
    [Fact]
    public async Task Requests_and_streams_of_a_player_go_to_any_node_and_relays_are_where_several_poll()
    {
        var ann = new HttpPlayer("ann");
        await JoinAsync(ann, Nodes[0]);
        var home = Nodes.Single(node => node.RoomCount.Count == 1);
        var others = Nodes.Where(node => node != home).ToArray();
        await RoamAsync(ann);

        // She has been everywhere by now, and alone.
        Assert.All(others, node => Assert.Equal(0, RelaysOf(node)));
        await IsSupersededAsync(ann, others[0], others[1]);

        var bob = new HttpPlayer("bob");
        await JoinAsync(bob, home, JoinBy.Room, ann.RoomId);
        bob.Read(await AnswerAsync(At(bob, others[0]).Poll(wait: 5)));
        Assert.Equal(1, RelaysOf(others[0]));
        Assert.Equal(0, RelaysOf(others[1]));
        await RoamAsync(bob);
        await IsSupersededAsync(bob, others[0], others[1]);
        await IsSupersededAsync(bob, others[1], others[0]);
        await StreamsAsync(bob, others);
    }

    /// <summary>
    /// A stream over a node without the room; then a ticket that opens one at a node, and none at the others: the room remembers it.
    /// </summary>
    private static async Task StreamsAsync(HttpPlayer player, ClusterNode[] nodes)
    {
        var said = player.Events.Count(made => made.Name == "said");
        var (outbox, opened) = AtStream(player, nodes[1]);
        var session = (await AnswerAsync(opened)).Answer.Session!;
        await SaysAsync(player, nodes[0], HttpPlayer.Command(Rounds + 1, "say", "streamed", Saying));
        await Until.HoldsAsync(
            () =>
            {
                player.Read(outbox.Take().ToArray(), FrameEncoding.Text);
                outbox.Sent();
                return player.Events.Count(made => made.Name == "said") > said;
            },
            "what was said at one node on the stream at another");
        Assert.Equal("streamed", player.Events.Last(made => made.Name == "said").Payload["text"].AsText(9));
        Assert.Equal(player.Events.Select(made => made.Offset).Distinct(), player.Events.Select(made => made.Offset));
        session.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);

        var ticket = new StreamTicket("once", DateTimeOffset.UtcNow.AddSeconds(30));
        var openings = nodes.Select(node => AtStream(player, node, ticket).Opened).ToArray();
        foreach (var opening in openings)
        {
            await AnswerAsync(opening);
        }

        Assert.Single(openings, opening => opening.Answer.Session is not null);
        Assert.Single(openings, opening => opening.Answer.Refusal?.Code == "bad_ticket");
    }

    private static (Outbox Outbox, Pending<StreamOpening> Opened) AtStream(HttpPlayer player, ClusterNode node, StreamTicket? ticket = null)
    {
        player.Sessions = node.Actors.Get<SessionsKey>();
        return player.Stream(ticket);
    }

    /// <summary>
    /// Speaks and hears in turn on each node. Each command is said at two, as when the first answer was lost. With every answer, the
    /// player checks that events go on where they ended, and that the state does not go back.
    /// </summary>
    private async Task RoamAsync(HttpPlayer player)
    {
        var before = player.Events.Count(made => made.Name == "said");
        for (var n = 1; n <= Rounds; n++)
        {
            var command = HttpPlayer.Command(n, "total", 1);
            await SaysAsync(player, Nodes[n % 3], command);
            await SaysAsync(player, Nodes[(n + 1) % 3], HttpPlayer.Command(n, "say", $"{n}", Saying), command);
            player.Read(await AnswerAsync(At(player, Nodes[(n + (n / 3)) % 3]).Poll(wait: n % 2 == 0 ? 0 : 5)));
        }

        for (var next = 0; player.Events.Count(made => made.Name == "said") < before + Rounds; next++)
        {
            player.Read(await AnswerAsync(At(player, Nodes[next % 3]).Poll(wait: 5)));
        }

        Assert.Equal(
            Enumerable.Range(1, Rounds).Select(n => $"{n}"),
            player.Events.Where(made => made.Name == "said").Skip(before).Select(made => made.Payload["text"].AsText(9)));
        Assert.Equal(player.Events.Select(made => made.Offset).Distinct(), player.Events.Select(made => made.Offset));
        Assert.Equal(
            Enumerable.Range(1, Rounds).SelectMany(n => new (long, long)[] { (n, n), (n, n) }),
            player.Answers.Where(answer => answer.Stream == Totals).Select(answer => (answer.N, answer.Payload.AsInteger())));
    }

    /// <summary>
    /// Polls at one node and at another, until it was the older poll that was ended. Before that, news may have answered it, or it may
    /// have come to the room after the newer one; both are never refused.
    /// </summary>
    private static async Task IsSupersededAsync(HttpPlayer player, ClusterNode before, ClusterNode after)
    {
        var isOlderRefused = false;
        while (!isOlderRefused)
        {
            var older = At(player, before).Poll(wait: 20);
            var newer = At(player, after).Poll(wait: 20);
            isOlderRefused = (await AnswerAsync(older)).Answer.Refusal is not null;
            var isNewerRefused = (await AnswerAsync(newer)).Answer.Refusal is not null;
            Assert.All(
                new[] { older, newer }.Select(poll => poll.Answer.Refusal).OfType<GatewayRefusal>(),
                refusal => Assert.Equal(PollRefusals.Superseded, refusal.Code));
            Assert.False(isOlderRefused && isNewerRefused, "Both polls were refused.");
            player.Read(isNewerRefused ? older : newer);
        }
    }

    private static HttpPlayer At(HttpPlayer player, ClusterNode node)
    {
        player.Gateway = node.Actors.Get<GatewayKey>();
        return player;
    }

    private static async Task SaysAsync(HttpPlayer player, ClusterNode node, params CommandFrame[] commands)
    {
        ClientFrame[] body = [.. commands, .. commands.Select(command => new AckFrame(0, command.Stream, command.N - 1))];
        var answers = player.Read(await AnswerAsync(At(player, node).Send(body)));
        Assert.Equal(
            commands.Select(command => (command.Stream, command.N)).Order(),
            answers.OfType<AnswerFrame>().Select(answer => (answer.Stream, answer.N)).Order());
    }

    private static async Task<Pending<T>> AnswerAsync<T>(Pending<T> asked)
    {
        await Until.HoldsAsync(() => asked.IsAnswered, "the answer to a request");
        return asked;
    }

    /// <summary>Joins, again if the cluster was not ready for it.</summary>
    private static async Task JoinAsync(HttpPlayer player, ClusterNode node, JoinBy how = JoinBy.Quick, string target = "counter")
    {
        while (true)
        {
            var frames = player.Read(await AnswerAsync(At(player, node).Join("join", how, target)));
            if (frames.Any(frame => frame is JoinedFrame))
            {
                return;
            }

            Assert.Equal(ErrorCodes.Busy, frames.OfType<ErrorFrame>().Single().Code);
        }
    }

    private static int RelaysOf(ClusterNode node) => ((ActorRefWithCell)node.Actors.Get<RelaysKey>()).Children.Count();
}
