using System.Collections.Concurrent;
using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.Chaos.Compose;

/// <summary>A player who remembers everything that was told.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private readonly GameClient client;
    private readonly ConcurrentQueue<GameEvent> events = new();
    private readonly ConcurrentQueue<RoomResync> resyncs = new();

    private Guest(GameClient client, string name)
    {
        this.client = client;
        Name = name;
    }

    internal string Name { get; }

    internal GameRoom Room { get; private set; } = null!;

    /// <summary>The node that its connection is with.</summary>
    internal string Node => client.Node;

    /// <summary>The texts that were said in its room, in order.</summary>
    internal string[] Heard => [.. events.Where(told => told.Name == "said").Select(told => told.Payload["text"].AsText(200)!)];

    /// <summary>Where in the room's events each of them was.</summary>
    internal long[] Offsets => [.. events.Select(told => told.Offset)];

    internal int Resyncs => resyncs.Count;

    internal long Tick => Room.ReadState(state => state.Tick);

    /// <summary>The seats that it sees ships of.</summary>
    internal long[] Ships => Room.ReadState(
        state => state.TryGet("ships", out var ships) ? ships.Rows.Select(row => row.Int("seat")).ToArray() : []);

    internal static async Task<Guest> ArriveAsync(Uri server, string name) =>
        new(await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server, PlayerName = name }), name);

    /// <summary>Joins, and again while the server is busy finding out which nodes there are.</summary>
    internal async Task JoinAsync(JoinBy how, string target, Func<Func<Task<bool>>, string, Task> until)
    {
        events.Clear();
        await until(
            async () =>
            {
                try
                {
                    Room = await client.JoinAsync(new JoinOptions(how, target)
                    {
                        OnEvent = (_, told) => events.Enqueue(told),
                        OnResync = (_, resync) => resyncs.Enqueue(resync),
                    });
                    return true;
                }
                catch (GameException refused) when (refused.Code is ErrorCodes.Busy or ErrorCodes.RoomGone)
                {
                    return false;
                }
            },
            $"{Name} to join {target}");
    }

    internal Task<Answer> SayAsync(string text) => Room.CommandAsync("say", Payload.Map(("text", text)));

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
