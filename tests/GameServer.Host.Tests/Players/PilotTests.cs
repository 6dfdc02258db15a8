using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Host.Tests.Players;

/// <summary>What a player keeps from visit to visit, from the end of a round to the next start of the server.</summary>
public sealed class PilotTests
{
    private const int Arena = 1;
    private const int Record = 2;

    private readonly Dictionary<int, PlayerCopy> copies = new() { [Arena] = new(), [Record] = new() };

    [Fact]
    public async Task Round_is_counted_once_and_is_there_with_the_look_after_the_server_was_restarted()
    {
        var folder = Directory.CreateTempSubdirectory("pilots");
        var (token, before) = ("", "");
        await using (var server = await StartAsync(folder))
        {
            token = server.TokenFor("Ann");
            await using var ann = await ArriveAsync(server, token);
            await ann.SendAsync(new JoinFrame(Arena, "arena", JoinBy.Quick, "arena", false, 0, null, Payload.Map(("hue", 120))));
            await ann.SendAsync(new CommandFrame(Record, 1, 1, "wear", Payload.Map(("hue", 200))));
            await ReadAsync(ann, () => Column(Record, "rounds") == 1 && Column(Record, "hue") == 200 && Column(Arena, "hue") == 120);
            before = copies[Record].Describe();
        }

        await using (var server = await StartAsync(folder))
        {
            copies[Record] = new PlayerCopy();
            await using var ann = await ArriveAsync(server, token);
            await ReadAsync(ann, () => Column(Record, "rounds") is not null);
            Assert.Equal(before, copies[Record].Describe());
        }

        folder.Delete(recursive: true);
    }

    private static Task<RunningServer> StartAsync(DirectoryInfo folder) => RunningServer.StartAsync(
        ("Arena:Bots", "0"),
        ("Arena:RoundSeconds", "5"),
        ("Arena:PodiumSeconds", "60"),
        ("Storage:File", Path.Combine(folder.FullName, "rooms.db")));

    private static async Task<RawClient> ArriveAsync(RunningServer server, string token)
    {
        var client = await RawClient.OpenAsync(server.Address);
        await client.SendAsync(new HelloFrame(Limits.Version, token, "tests"));
        var welcome = await client.NextAsync<WelcomeFrame>();
        await client.SendAsync(
            new JoinFrame(Record, "record", JoinBy.Room, $"pilot.{welcome.PlayerId}", false, 0, null, Payload.Nil));
        await client.NextAsync<JoinedFrame>(joined => joined.Handle == Record);
        return client;
    }

    private async Task ReadAsync(RawClient client, Func<bool> isThere)
    {
        for (var n = 0; !isThere(); n++)
        {
            switch (await client.NextAsync())
            {
                case FullFrame full:
                    copies[full.Handle].Apply(full);
                    break;
                case DeltaFrame delta:
                    copies[delta.Handle].Apply(delta);
                    break;
                case ErrorFrame error:
                    throw new InvalidOperationException(error.ToString());
            }

            if (n % 30 == 0)
            {
                await client.SendAsync(new PingFrame(null, n));
            }
        }
    }

    /// <summary>Of the first row of the room's first table; null while there is none.</summary>
    private long? Column(int room, string name)
    {
        if (copies[room].Schema is not [{ } table, ..] || !copies[room].Rows(table.Name).Any())
        {
            return null;
        }

        var index = table.Columns.ToList().FindIndex(column => column.Name == name);
        return (long)copies[room].Rows(table.Name).First().Values[index]!;
    }
}
