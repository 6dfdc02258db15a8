using System.Diagnostics;
using GameServer.Client;
using GameServer.Cluster.Tests.Contract;
using GameServer.Protocol;

namespace GameServer.Chaos;

/// <summary>
/// A player who talks and steers all the time, and writes down what the server has told: the contract is judged by it.
/// </summary>
internal sealed class ChaosPlayer : IAsyncDisposable
{
    private static readonly TimeSpan talkEvery = TimeSpan.FromMilliseconds(250);

    private readonly string name;
    private readonly CancellationTokenSource over = new();
    private readonly ClientLog log = new();
    private readonly List<string> wrong = [];
    private readonly Dictionary<string, long> lastTicks = [];
    private readonly Dictionary<string, int> epochs = [];
    private readonly Lock gate = new();
    private GameClient client = null!;
    private GameRoom? room;
    private Task talking = Task.CompletedTask;
    private long heard = Stopwatch.GetTimestamp();
    private TimeSpan pause;
    private int heldUp;
    private int sayings;
    private long pressed;
    private long appliedInput;
    private bool isQuiet;

    private ChaosPlayer(string name)
    {
        this.name = name;
        // It is there before anybody speaks.
        log.BeginAfter(0);
    }

    internal string Name => name;

    internal string RoomId => room!.Id;

    /// <summary>Why the room is over for this player; null while it is not.</summary>
    internal string? Ending => room!.Ending?.Code;

    /// <summary>The node that has welcomed it last.</summary>
    internal string At => client.Node;

    /// <summary>How often it was told that the room stands still.</summary>
    internal int HeldUp => Volatile.Read(ref heldUp);

    /// <summary>What must not happen to it, and what no log shows.</summary>
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

    /// <summary>How many of its commands the room has answered.</summary>
    internal int Answers
    {
        get
        {
            lock (gate)
            {
                return log.Answered.Count;
            }
        }
    }

    /// <summary>What it was told, in the order in which it came.</summary>
    internal IReadOnlyList<Happening> Told
    {
        get
        {
            lock (gate)
            {
                return [.. log.Events];
            }
        }
    }

    /// <summary>It has an answer to all that it said, and has seen its newest input applied.</summary>
    internal bool IsSettled
    {
        get
        {
            lock (gate)
            {
                return log.Answered.Count == sayings && appliedInput == pressed;
            }
        }
    }

    /// <summary>The newest tick that it has seen of each of the room's incarnations, by its epoch.</summary>
    internal IReadOnlyList<(int Epoch, long Tick)> LastTicks
    {
        get
        {
            lock (gate)
            {
                return [.. lastTicks.Where(seen => epochs.ContainsKey(seen.Key)).Select(seen => (epochs[seen.Key], seen.Value))];
            }
        }
    }

    /// <summary>Whether it has had news of the room since a moment.</summary>
    internal bool HasHeardSince(long timestamp)
    {
        lock (gate)
        {
            return heard > timestamp;
        }
    }

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

    /// <summary>Connects to the first address, and to any that can be reached when there is nobody, and joins a room.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nodes">The nodes, or what stands before all of them.</param>
    /// <param name="roomId">The room; null for one of its own.</param>
    /// <param name="rate">States a second that it wants; 0 for all.</param>
    internal static async Task<ChaosPlayer> JoinAsync(string name, IReadOnlyList<Uri> nodes, string? roomId = null, int rate = 0)
    {
        using var http = new HttpClient();
        var guest = await Players.CreateAsync(http, nodes[0], name);
        var player = new ChaosPlayer(name);
        player.client = await GameClient.ConnectAsync(new GameClientOptions
        {
            BaseAddress = nodes[0],
            // The one token for good: nobody has to sign in again.
            Token = _ => ValueTask.FromResult(guest.Token),
            Transport = new AnyNodeTransport(nodes),
        });
        player.room = await player.client.JoinAsync(
            new JoinOptions(roomId is null ? JoinBy.Create : JoinBy.Room, roomId ?? OrdealGame.Kind)
            {
                Rate = rate,
                OnEvent = (_, made) => player.OnEvent(made),
                OnState = (room, state) => player.OnNews(room.Session.State, state.Tick, room.Session.Info!),
                OnResync = (_, resync) => player.Note($"was told to start anew: {resync.Reason} at {resync.Offset}"),
                OnHeldUp = (_, isHeldUp) => Interlocked.Add(ref player.heldUp, isHeldUp ? 1 : 0),
                OnEnd = (_, end) => player.Note($"was put out: {end.Code}"),
            });
        return player;
    }

    /// <summary>Begins to talk.</summary>
    internal void Talk() => talking = PlayAsync();

    /// <summary>Says nothing new for a while, or goes on.</summary>
    internal void BeQuiet(bool quiet)
    {
        lock (gate)
        {
            isQuiet = quiet;
        }
    }

    internal Verdict Judge(RoomTruth truth)
    {
        lock (gate)
        {
            return log.Judge(truth);
        }
    }

    /// <summary>Says what makes the game fail; there is no answer to that.</summary>
    internal void Provoke(string command) => _ = room!.CommandAsync(command).ContinueWith(
        static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await client.DisposeAsync();
        await talking;
        over.Dispose();
    }

    private async Task PlayAsync()
    {
        using var timer = new PeriodicTimer(talkEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                if (NextSaying() is not { } text)
                {
                    continue;
                }

                room!.SendInput(pressed);
                // Only the loop ends with the token: what was said is answered, however long it takes.
                var answer = await room!.CommandAsync("say", text, CancellationToken.None);
                if (answer.Code is null)
                {
                    lock (gate)
                    {
                        log.Answer(text, $"{answer.Payload}");
                    }
                }
                else
                {
                    Note($"'{text}' was refused: {answer.Code}");
                }
            }
        }
        catch (Exception stopped) when (over.IsCancellationRequested && stopped is OperationCanceledException or GameException or ObjectDisposedException)
        {
            // It was told to stop.
        }
        catch (GameException refused)
        {
            Note($"could not speak: {refused.Code}");
        }
    }

    private string? NextSaying()
    {
        lock (gate)
        {
            if (isQuiet)
            {
                return null;
            }

            pressed++;
            var text = $"{name} {++sayings}";
            log.Say(text);
            return text;
        }
    }

    private void OnEvent(GameEvent made)
    {
        var happening = new Happening(made.Offset, $"{made.Name} {made.Payload.AsText(200)}");
        lock (gate)
        {
            log.Event(happening.Offset, happening.What);
            appliedInput = OrdealGame.InputOf(name, happening)?.N ?? appliedInput;
        }
    }

    private void OnNews(RoomState state, long tick, JoinedFrame info)
    {
        var epochId = state.EpochId;
        lock (gate)
        {
            log.State(epochId, tick);
            if (state.TryGet("pulses", out var pulses) && pulses.Rows.Single().Int("beats") is var beats && beats != tick)
            {
                wrong.Add($"{name} saw {beats} beats at tick {tick}: there is one in each");
            }

            var waited = Stopwatch.GetElapsedTime(heard);
            pause = waited > pause ? waited : pause;
            heard = Stopwatch.GetTimestamp();
            // State of a new incarnation may come before the number of that is told.
            lastTicks[epochId] = tick;
            epochs[info.EpochId] = info.Epoch;
        }
    }

    private void Note(string what)
    {
        lock (gate)
        {
            wrong.Add($"{name} {what}");
        }
    }
}
