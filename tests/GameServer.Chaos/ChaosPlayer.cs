using System.Diagnostics;
using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>
/// A player who talks all the time, and writes down what the server has told: the contract is checked against it.
/// </summary>
internal sealed class ChaosPlayer : IAsyncDisposable
{
    private static readonly TimeSpan talkEvery = TimeSpan.FromMilliseconds(1100);

    private readonly string name;
    private readonly CancellationTokenSource over = new();
    private readonly List<GameEvent> events = [];
    private readonly List<string> answered = [];
    private readonly List<string> wrong = [];
    private readonly Lock gate = new();
    private GameClient client = null!;
    private GameRoom? room;
    private Task talking = Task.CompletedTask;
    private long heard = Stopwatch.GetTimestamp();
    private TimeSpan pause;
    private int sayings;

    private ChaosPlayer(string name) => this.name = name;

    internal string RoomId => room!.Id;

    /// <summary>The longest time without news of the room since the last call.</summary>
    internal TimeSpan TakePause()
    {
        lock (gate)
        {
            var longest = pause;
            pause = TimeSpan.Zero;
            return longest;
        }
    }

    /// <summary>What contradicts the contract so far.</summary>
    internal IReadOnlyList<string> Wrong
    {
        get
        {
            lock (gate)
            {
                return [.. wrong];
            }
        }
    }

    /// <summary>What it said and the room has confirmed.</summary>
    internal IReadOnlyList<string> Answered
    {
        get
        {
            lock (gate)
            {
                return [.. answered];
            }
        }
    }

    /// <summary>The sayings that it was told, with their offsets, in the order in which they came.</summary>
    internal IReadOnlyList<(long Offset, string Text)> Told
    {
        get
        {
            lock (gate)
            {
                return [.. events.Where(made => made.Name == "said").Select(made => (made.Offset, made.Payload["text"].AsText(200)))];
            }
        }
    }

    /// <summary>Connects to the first of the nodes, and to any that can be reached when that is gone, and joins a room.</summary>
    internal static async Task<ChaosPlayer> JoinAsync(string name, IReadOnlyList<Uri> nodes, string? roomId = null)
    {
        using var http = new HttpClient();
        var guest = await Players.CreateAsync(http, nodes[0], name);
        var player = new ChaosPlayer(name);
        player.client = await GameClient.ConnectAsync(new GameClientOptions
        {
            BaseAddress = nodes[0],
            Token = _ => ValueTask.FromResult(guest.Token),
            Transport = new AnyNodeTransport(nodes),
        });
        player.room = await player.client.JoinAsync(
            new JoinOptions(roomId is null ? JoinBy.Quick : JoinBy.Room, roomId ?? "arena")
            {
                OnEvent = (_, made) => player.OnEvent(made),
                OnState = (_, _) => player.OnNews(),
                OnResync = (_, resync) => player.Note($"was told to start anew: {resync.Reason} at {resync.Offset}"),
                OnEnd = (_, end) => player.Note($"was put out: {end.Code}"),
            });
        return player;
    }

    /// <summary>Begins to talk.</summary>
    internal void Talk() => talking = PlayAsync();

    /// <summary>Stops talking, and waits for the answers that are due.</summary>
    internal async Task HushAsync()
    {
        await over.CancelAsync();
        await talking;
    }

    public async ValueTask DisposeAsync()
    {
        await HushAsync();
        await client.DisposeAsync();
        over.Dispose();
    }

    private async Task PlayAsync()
    {
        using var timer = new PeriodicTimer(talkEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                var text = $"{name} {++sayings}";
                // Only the loop ends with the token: what was said is answered, however long it takes.
                var answer = await room!.CommandAsync("say", Payload.Map(("text", text)), CancellationToken.None);
                if (answer.Code is null)
                {
                    lock (gate)
                    {
                        answered.Add(text);
                    }
                }
                else if (answer.Code != "too_fast")
                {
                    Note($"'{text}' was refused: {answer.Code}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
        catch (GameException refused)
        {
            Note($"could not speak: {refused.Code}");
        }
    }

    private void OnEvent(GameEvent made)
    {
        lock (gate)
        {
            if (events.Count > 0 && made.Offset <= events[^1].Offset)
            {
                wrong.Add($"event {made.Offset} came after {events[^1].Offset}");
            }

            events.Add(made);
        }
    }

    private void OnNews()
    {
        lock (gate)
        {
            var waited = Stopwatch.GetElapsedTime(heard);
            pause = waited > pause ? waited : pause;
            heard = Stopwatch.GetTimestamp();
        }
    }

    private void Note(string what)
    {
        lock (gate)
        {
            wrong.Add(what);
        }
    }
}
