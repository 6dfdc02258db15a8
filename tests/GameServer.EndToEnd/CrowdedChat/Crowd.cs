using System.Collections.Concurrent;
using System.Diagnostics;
using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.EndToEnd.CrowdedChat;

/// <summary>People in one chat room, without pages: each is a client of its own.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    /// <summary>Of those that come at once, so many are on their way in together.</summary>
    private const int Entering = 16;

    private readonly ConcurrentQueue<string> heard = new();
    private readonly List<GameClient> clients = [];
    private readonly List<GameRoom> rooms = [];

    /// <summary>How much they have said.</summary>
    internal int Said { get; private set; }

    /// <summary>Everything that was said in the room since the first of them came in, in the room's order.</summary>
    internal IReadOnlyList<string> Heard => [.. heard];

    internal static async Task<Crowd> EnterAsync(Uri server, string room, int people)
    {
        var crowd = new Crowd();
        await crowd.EnterAsync(server, room, crowd.Hear);
        await Parallel.ForEachAsync(
            Enumerable.Range(1, people - 1),
            new ParallelOptions { MaxDegreeOfParallelism = Entering },
            async (_, _) => await crowd.EnterAsync(server, room, onEvent: null));
        return crowd;
    }

    /// <summary>All say something at the same time.</summary>
    internal Task SayAtOnceAsync() => Task.WhenAll(Enumerable.Range(0, rooms.Count).Select(_ => SayAsync()));

    /// <summary>They talk for so long, one after the other, so many things a second in all.</summary>
    internal async Task TalkAsync(int perSecond, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        List<Task> answers = [];
        while (watch.Elapsed < duration)
        {
            while (answers.Count < watch.Elapsed.TotalSeconds * perSecond)
            {
                answers.Add(SayAsync());
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(answers);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));

    private async Task EnterAsync(Uri server, string room, Action<GameRoom, GameEvent>? onEvent)
    {
        var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server });
        lock (clients)
        {
            clients.Add(client);
        }

        var entered = await client.JoinAsync(new JoinOptions(JoinBy.Room, $"chat.{room}") { OnEvent = onEvent });
        lock (clients)
        {
            rooms.Add(entered);
        }
    }

    private async Task SayAsync()
    {
        var number = Said++;
        var text = $"{number}: what somebody says in a crowd, {string.Concat(Enumerable.Repeat("and more ", number % 9))}and no more";
        var answer = await rooms[number % rooms.Count].CommandAsync("say", Payload.Map(("text", text)));
        Assert.True(answer.Accepted, answer.ToString());
    }

    private void Hear(GameRoom room, GameEvent told)
    {
        if (told.Name == "said")
        {
            heard.Enqueue(told.Payload["text"].AsText(500));
        }
    }
}
