using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Mail between rooms on different nodes arrives once and in order, whichever of the nodes is lost.</summary>
public sealed class MailSurvivalTests : ThreeNodes
{
    [Fact]
    public async Task Mail_arrives_once_and_in_order_when_the_readers_node_is_cut_off_and_then_the_writers_leaves()
    {
        var (from, writes) = await RoomAsync(0);
        var (to, reads) = (from, writes);
        for (var i = 1; reads == writes; i++)
        {
            (to, reads) = await RoomAsync(i);
        }

        var stays = Nodes.Single(node => node != writes && node != reads);
        var writer = await JoinAsync(stays.Connect("writer"), client => client.Room(from));
        var reader = await JoinAsync(stays.Connect("reader"), client => client.Room(to));
        await PostAsync(writer, to, 1, 10);
        await reads.CutOffAsync();
        await PostAsync(writer, to, 11, 20);
        await ReadAsync(reader, 20);
        Nodes.Remove(writes);
        await writes.DisposeAsync();
        await PostAsync(writer, to, 21, 30);
        await ReadAsync(reader, 30);
    }

    /// <summary>A room and its node.</summary>
    private async Task<(string RoomId, ClusterNode Node)> RoomAsync(int number)
    {
        int[] before = [.. Nodes.Select(node => node.RoomCount.Count)];
        var maker = await JoinAsync(Nodes[0].Connect($"maker-{number}"), client => client.Create());
        return (maker.RoomId!, Nodes.Where((node, index) => node.RoomCount.Count > before[index]).Single());
    }

    private static async Task PostAsync(Client writer, string to, int first, int last)
    {
        for (var n = first; n <= last; n++)
        {
            var asked = 0;
            await Until.HoldsAsync(
                () =>
                {
                    if (writer.Try<JoinedFrame>() is not null || asked++ % 100 == 0)
                    {
                        writer.Command(n, "post", Payload.Map(("to", to), ("text", n)));
                    }

                    return writer.Try<AnswerFrame>() is { } answer && answer.N == n;
                },
                $"the answer to {n}");
        }
    }

    private static async Task ReadAsync(Client reader, int last)
    {
        var waited = 0;
        await Until.HoldsAsync(
            () =>
            {
                if (waited++ % 100 == 0)
                {
                    reader.Send(new PingFrame(null, waited));
                }

                reader.Skim();
                return reader.Events.Count(made => made.Name == "mail") >= last;
            },
            $"letter {last}");
        Assert.Equal(
            Enumerable.Range(1, last).Select(n => (long)n),
            reader.Events.Where(made => made.Name == "mail").Select(made => made.Payload["text"].AsInteger()));
    }
}
