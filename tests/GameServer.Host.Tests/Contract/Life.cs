using System.Collections.Concurrent;
using GameServer.Cluster.Tests.Contract;
using GameServer.Cluster.Tests.Nodes;
using GameServer.FaultProxy;
using GameServer.Host.Tests.Support;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>What makes a life harder than its network.</summary>
internal enum Hardship
{
    None,

    /// <summary>She says nothing at times, until the room takes her for lost.</summary>
    Silence,

    /// <summary>Its room keeps few events and its server little for a client: she is away for longer, or reads nothing for a while.</summary>
    Scarcity,
}

/// <summary>
/// One life in a room of its own: ann, whose network fails and who changes her transport at random moments, and bob, who sits at a
/// good line and says things. A seed decides on everything but the moments at which packets come.
/// </summary>
internal sealed class Life(RunningServer server, RoomRecords records, GameSettings settings, int seed, Hardship hardship) : IAsyncDisposable
{
    private const int Steps = 60;
    private const int Seat = 1;
    private const int MostTexts = 3000;

    // As long as the game takes them.
    private static readonly string text = new('€', 200);

    /// <summary>That a client was cut off is known from a figure of the whole process, so one is stalled at a time.</summary>
    private static readonly SemaphoreSlim stalling = new(1);

    private static readonly HttpFaultRates rates = new()
    {
        Late = 0.1,
        LoseRequest = 0.05,
        LoseResponse = 0.08,
        CutResponse = 0.06,
        Duplicate = 0.06,
        LetNextPass = 0.05,
        BlockUpgrade = 0.1,
        LongestDelay = TimeSpan.FromMilliseconds(100),
    };

    private readonly Chance chance = new((ulong)seed);
    private readonly Holding ann = new(settings.EventLogEvents);
    private readonly List<Exception> failures = [];
    private HttpFaultProxy proxy = null!;
    private Friend friend = null!;
    private Roamer roamer = null!;
    private Func<ProxiedRequest, HttpFault> faults = _ => HttpFault.None;
    private bool isCalm;

    /// <summary>How often each fault was done.</summary>
    internal ConcurrentDictionary<string, int> Faults { get; } = new();

    internal int[] Switches => roamer.Switches;

    /// <summary>How often she said nothing until the room took her for lost.</summary>
    internal int Silences { get; private set; }

    /// <summary>How often she was away for longer than the room keeps events.</summary>
    internal int Absences { get; private set; }

    /// <summary>How often she read nothing until she was cut off.</summary>
    internal int Stalls { get; private set; }

    internal Holding Ann => ann;

    internal async Task LiveAsync()
    {
        proxy = await HttpFaultProxy.StartAsync(server.Address);
        friend = new Friend(server, settings, hardship == Hardship.Silence, Fail);
        var room = await friend.MakeRoomAsync();
        roamer = new Roamer(ann, proxy, server.TokenFor("Ann"), room.RoomId, hardship == Hardship.Silence, Fail);
        proxy.Schedule = faults = Count(new SeededHttpFaults(seed, rates));
        await ChangeAsync((Transport)chance.Next(4));
        await UntilAsync(() => ann.Attach > 0, "ann to be in the room");
        using (var step = new PeriodicTimer(TimeSpan.FromMilliseconds(50)))
        {
            for (var i = 0; i < Steps; i++)
            {
                await step.WaitForNextTickAsync();
                await StepAsync(i);
            }
        }

        isCalm = true;
        proxy.Schedule = _ => HttpFault.None;
        await ChangeAsync((Transport)chance.Next(4));
        await UntilAsync(HasAll, "ann to have all there is");
        await roamer.LeaveAsync();
        await friend.DisposeAsync();
        Judge();
    }

    public async ValueTask DisposeAsync()
    {
        if (roamer is not null)
        {
            await roamer.DisposeAsync();
        }

        if (friend is not null)
        {
            await friend.DisposeAsync();
        }

        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }
    }

    private async Task StepAsync(int step)
    {
        ThrowIfFailed();
        lock (ann)
        {
            if (chance.Next(3) == 0)
            {
                ann.Count();
            }

            if (chance.Next(2) == 0)
            {
                ann.Press();
            }
        }

        if (chance.Next(2) == 0)
        {
            await friend.SayAsync(step, chance.Next(3) == 0 ? chance.Next(2) : null);
        }

        if (chance.Next(40) == 0)
        {
            Faults.AddOrUpdate("cut what is open", 1, (_, before) => before + 1);
            proxy.CutAll();
        }

        if (hardship == Hardship.Scarcity && step == Steps / 2 && chance.Next(8) == 0)
        {
            await StallAsync();
        }
        else if (hardship == Hardship.Scarcity && chance.Next(Steps) == 0)
        {
            await roamer.LeaveAsync();
            await friend.TalkOnAsync();
            Absences++;
            await ChangeAsync((Transport)chance.Next(4));
        }
        else if (hardship == Hardship.Silence && chance.Next(Steps) == 0)
        {
            await roamer.LeaveAsync();
            if (roamer.Link is HttpLink)
            {
                // A stream that was left open, and is still read by the proxy, would keep her.
                proxy.CutAll();
            }

            await UntilAsync(IsAway, "ann to be taken for lost");
            Silences++;
            await ChangeAsync((Transport)chance.Next(4));
        }
        else if (chance.Next(8) == 0)
        {
            await ChangeAsync((Transport)chance.Next(4));
        }
    }

    /// <summary>On an open connection nothing comes down to her while bob talks, until the server gives her up.</summary>
    private async Task StallAsync()
    {
        await stalling.WaitAsync();
        try
        {
            proxy.Schedule = _ => HttpFault.None;
            await ChangeAsync(chance.Next(2) == 0 ? Transport.WebSocket : Transport.Stream);
            await UntilAsync(HasJoined, "ann to be in the room");
            var tick = ann.Copy.Tick;
            await UntilAsync(() => HasStateAfter(tick), "ann to listen");
            await friend.AnsweredAsync();
            using var slow = new Counted("gameserver.clients.too_slow");
            proxy.Stall();
            for (var texts = 0; slow.Total == 0; texts += Friend.TextsAtATime)
            {
                Assert.True(texts < MostTexts, "Whoever reads nothing was not given up.");
                await friend.SayAsync(Friend.TextsAtATime, text);
                await friend.AnsweredAsync();
                ThrowIfFailed();
            }

            Stalls++;
        }
        finally
        {
            stalling.Release();
            proxy.Resume();
            proxy.Schedule = faults;
        }
    }

    private Task ChangeAsync(Transport next) => roamer.ChangeAsync(next, new Chance((ulong)chance.Next(int.MaxValue)));

    private Func<ProxiedRequest, HttpFault> Count(SeededHttpFaults seeded) => request =>
    {
        var fault = seeded.For(request);
        if (fault is HttpFault.BlockUpgrade && !request.IsUpgrade)
        {
            fault = HttpFault.None;
        }

        Faults.AddOrUpdate(fault.GetType().Name, 1, (_, before) => before + 1);
        return fault;
    };

    private void Fail(Exception failure)
    {
        lock (failures)
        {
            failures.Add(failure);
        }
    }

    private bool HasJoined()
    {
        ThrowIfFailed();
        return roamer.HasJoined;
    }

    private bool HasStateAfter(long tick)
    {
        ThrowIfFailed();
        lock (ann)
        {
            return ann.Copy.Tick > tick;
        }
    }

    private bool IsAway()
    {
        lock (friend.Held)
        {
            return Equals(friend.Held.Copy.Rows("counters").Single(row => row.Key == Seat).Values[1], 1L);
        }
    }

    private bool HasAll()
    {
        ThrowIfFailed();
        lock (ann)
        {
            return friend.Sayings is var (heard, said) && heard == said
                && ann.HasAllAnswers && ann.Cursor!.Value.Offset >= records.Of(ann.RoomId).HeadFor(Seat)
                && ann.Copy.Tick > 0 && HasBob(ann.Copy.Tick);
        }
    }

    private bool HasBob(long tick)
    {
        lock (friend.Held)
        {
            return friend.Held.States.ContainsKey(tick);
        }
    }

    private void Judge()
    {
        ThrowIfFailed();
        var record = records.Of(ann.RoomId);
        Assert.Equal(Verdict.Kept, ann.Log.Judge(record.TruthFor(Seat)));
        // She was away for longer than her room remembers, or what waited for her was given up.
        Assert.True(Absences + Stalls == 0 || ann.Log.Gaps > 0, "She was told of no loss.");
        // Whatever way each came by it, at the same tick both had the same state.
        var his = friend.Held.States;
        var both = ann.States.Keys.Where(his.ContainsKey).ToArray();
        Assert.NotEmpty(both);
        Assert.All(both, tick => Assert.Equal(his[tick], ann.States[tick]));
    }

    private void ThrowIfFailed()
    {
        lock (failures)
        {
            if (failures.Count > 0)
            {
                throw new InvalidOperationException(
                    $"{failures[0].Message}\n{string.Join('\n', roamer.Trail)}\n{string.Join('\n', proxy.Log.Entries.TakeLast(40))}\n{failures[0].StackTrace}");
            }
        }
    }

    private async Task UntilAsync(Func<bool> condition, string what)
    {
        try
        {
            await Deadline.UntilAsync(
                async () =>
                {
                    await friend.PingAsync();
                    return condition();
                },
                what);
        }
        catch (TimeoutException late)
        {
            lock (ann)
            {
                throw new TimeoutException(
                    $"{late.Message} Calm: {isCalm}, on {roamer.Link?.GetType().Name}, {ann.Cursor}, tick {ann.Copy.Tick}, answers {ann.Log.Answered.Count} of {ann.Commands}, bob's {friend.Sayings}, head {records.Of(ann.RoomId).HeadFor(Seat)}.\n"
                    + string.Join('\n', proxy.Log.Entries.TakeLast(30)), late);
            }
        }
    }
}
