using GameServer.Cluster.Gateways;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>A room with more to say at once than a message between nodes can hold.</summary>
public sealed class LargeRoomTests : ThreeNodes
{
    // As much as a log keeps, and a little more than a frame of the shipped settings holds.
    private const int Events = 64;
    private static readonly Payload fill = Payload.Map(("text", new string('x', 4000)), ("to", 0));

    [Fact]
    public async Task A_room_with_a_full_log_is_followed_from_every_node()
    {
        var speaker = await JoinAsync(Nodes[0].Connect("speaker"), client => client.Create());
        var start = speaker.Cursor!.Value;
        await FillAsync(speaker);

        foreach (var node in Nodes.Where(node => node.RoomCount.Count == 0))
        {
            var listener = await JoinAsync(node.Connect("listener"), client => client.Room(speaker.RoomId!));
            Assert.Equal(speaker.RoomId, listener.RoomId);

            // Who comes back with an old cursor gets all that the log has, each once and in order.
            var back = await JoinAsync(
                node.Connect("speaker"), client => client.Room(speaker.RoomId!, cursor: start with { Baseline = 0 }));
            await Until.HoldsAsync(
                () =>
                {
                    back.Skim();
                    return Whispered(back.Events) == Events;
                },
                "all that the log has");
            Assert.Equal(0, back.Resyncs);
        }

        Assert.All(Nodes, node => Assert.Empty(node.Entries.At(LogLevel.Error)));
    }

    [Fact]
    public async Task What_is_larger_than_a_frame_reaches_relays_and_polls_of_other_nodes()
    {
        var maker = await JoinAsync(Nodes[0].Connect("maker"), client => client.Create());
        var home = Nodes.Single(node => node.RoomCount.Count == 1);
        var others = Nodes.Where(node => node != home).ToArray();
        var speaker = home.Connect("speaker");
        var listener = others[0].Connect("listener");
        await JoinAsync(speaker, client => client.Room(maker.RoomId!));
        await JoinAsync(listener, client => client.Room(maker.RoomId!));
        var poller = new HttpPlayer("poller") { Gateway = others[1].Actors.Get<GatewayKey>() };
        var joined = await AnswerAsync(poller.Join("join", JoinBy.Room, maker.RoomId!));
        Assert.Single(poller.Read(joined).OfType<JoinedFrame>());

        // Seats are given from the first on; the maker has that. A connection takes no more at once than this and a state.
        var text = new string('x', 257_000);
        speaker.Connection.Deliver([new CommandFrame(1, 7, 1, "whisper", Payload.Map(("text", text), ("to", 2)))]);
        await Until.HoldsAsync(
            () =>
            {
                speaker.Skim();
                listener.Skim();
                return Whispered(listener.Events) == 1;
            },
            "what is whispered over a relay of another node");
        speaker.Connection.Deliver([new CommandFrame(1, 7, 2, "whisper", Payload.Map(("text", text), ("to", 3)))]);
        while (Whispered(poller.Events) == 0)
        {
            poller.Read(await AnswerAsync(poller.Poll(wait: 5)));
            speaker.Skim();
            listener.Skim();
        }

        Assert.Equal(0, listener.Resyncs);
        Assert.All(Nodes, node => Assert.Empty(node.Entries.At(LogLevel.Error)));
    }

    private static int Whispered(IEnumerable<EventItem> events) => events.Count(made => made.Name == "whispered");

    private static async Task<Pending<GatewayReply>> AnswerAsync(Pending<GatewayReply> asked)
    {
        await Until.HoldsAsync(() => asked.IsAnswered, "the answer to a request");
        return asked;
    }

    /// <summary>Half of the commands that may be open at a time: the others may not be known to be acknowledged yet.</summary>
    private static async Task FillAsync(Client speaker)
    {
        for (var n = 0; n < Events;)
        {
            var answered = n;
            for (var to = n + (Limits.OpenCommands / 2); n < to; n++)
            {
                speaker.Command(n + 1, "whisper", fill);
            }

            await Until.HoldsAsync(
                () =>
                {
                    answered += speaker.All<AnswerFrame>().Count;
                    return answered == n;
                },
                $"the answer to command {n}");
            speaker.Send(new AckFrame(1, 7, n));
        }
    }
}
