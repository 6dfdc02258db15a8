using System.Collections.Concurrent;
using GameServer.Cluster.Tests.Contract;
using GameServer.Cluster.Tests.Nodes;
using GameServer.FaultProxy;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
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
    private const long Stay = 4711;

    // As long as the game takes them, and as many in a tick as a server that keeps little for a client passes on at once: more would
    // wait in the log, where no client is too slow for them.
    private const int TextsAtATime = 4;
    private const int MostTexts = 3000;

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
    private readonly Holding bob = new(settings.EventLogEvents);
    private readonly List<Link> links = [];
    private readonly List<string> trail = [];
    private readonly List<Exception> failures = [];
    private readonly string token = server.TokenFor("Ann");
    private HttpFaultProxy proxy = null!;
    private HttpClient http = null!;
    private RawClient friend = null!;
    private JoinFrame? join;
    private CancellationTokenSource stay = new();
    private Link? link;
    private Task running = Task.CompletedTask;
    private Func<ProxiedRequest, HttpFault> faults = _ => HttpFault.None;
    private bool isCalm;
    private int said;
    private int answered;
    private long attempts;

    /// <summary>How often each fault was done.</summary>
    internal ConcurrentDictionary<string, int> Faults { get; } = new();

    internal int[] Switches { get; } = new int[4];

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
        http = new HttpClient { BaseAddress = proxy.Address };
        var joined = await BefriendAsync();
        bob.Follow(joined);
        var listening = ListenAsync();
        join = new JoinFrame(0, "join-1", JoinBy.Code, joined.RoomId, false, 0, null, Payload.Nil);
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
        await LeaveAsync();
        await friend.DisposeAsync();
        await listening;
        Judge();
    }

    /// <summary>A friend makes the room; again if this machine held it up for longer than its server has patience.</summary>
    private async Task<JoinedFrame> BefriendAsync()
    {
        while (true)
        {
            friend = await RawClient.ConnectAsync(server);
            try
            {
                await friend.SendAsync(new JoinFrame(1, "bob", JoinBy.Create, "counter", false, 0, null, Payload.Nil));
                return await friend.NextAsync<JoinedFrame>();
            }
            catch (ConnectionEndedException ended) when (hardship == Hardship.Silence && ended.Code == CloseCodes.Silent)
            {
                await friend.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (friend is not null)
        {
            await friend.DisposeAsync();
        }

        http?.Dispose();
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }

        links.ForEach(each => each.Dispose());
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
            // Now and then to ann alone, or to bob alone: what she must not see leaves no gap.
            await friend.SendAsync(chance.Next(3) == 0
                ? new CommandFrame(1, 7, ++said, "whisper", Payload.Map(("to", chance.Next(2)), ("text", $"w{step}")))
                : new CommandFrame(1, 7, ++said, "say", $"s{step}"), new AckFrame(1, 7, Math.Max(0, said - 20)));
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
            await LeaveAsync();
            await TalkOnAsync();
            Absences++;
            await ChangeAsync((Transport)chance.Next(4));
        }
        else if (hardship == Hardship.Silence && chance.Next(Steps) == 0)
        {
            await LeaveAsync();
            if (link is HttpLink)
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

    /// <summary>Bob says more than the room keeps.</summary>
    private async Task TalkOnAsync()
    {
        // A tick with more events than are kept would be lost to bob too.
        for (var more = settings.EventLogEvents + TextsAtATime; more > 0; more -= TextsAtATime)
        {
            await AnsweredAsync();
            await SayAsync(TextsAtATime, "meanwhile");
        }

        await AnsweredAsync();
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
            await AnsweredAsync();
            using var slow = new Counted("gameserver.clients.too_slow");
            proxy.Stall();
            for (var texts = 0; slow.Total == 0; texts += TextsAtATime)
            {
                Assert.True(texts < MostTexts, "Whoever reads nothing was not given up.");
                await SayAsync(TextsAtATime, text);
                await AnsweredAsync();
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

    /// <summary>He says enough: pings beside it would be more than a client may say.</summary>
    private Task AnsweredAsync() => Deadline.UntilAsync(() => Task.FromResult(HasBobAll()), "bob to be answered");

    private Task SayAsync(int times, string what)
    {
        var frames = Enumerable.Range(said + 1, times).Select(n => (ClientFrame)new CommandFrame(1, 7, n, "say", what));
        said += times;
        return friend.SendAsync([new AckFrame(1, 7, answered), .. frames]);
    }

    /// <summary>Goes on over another transport, as if the one before were gone.</summary>
    private async Task ChangeAsync(Transport next)
    {
        await LeaveAsync();
        Switches[(int)next]++;
        stay = new CancellationTokenSource();
        running = StayAsync(next, new Chance((ulong)chance.Next(int.MaxValue)), stay.Token);
    }

    private async Task LeaveAsync()
    {
        await stay.CancelAsync();
        await running;
    }

    private async Task StayAsync(Transport kind, Chance draws, CancellationToken until)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!until.IsCancellationRequested)
        {
            var now = Make(kind, draws, until);
            try
            {
                await now.RunAsync(NextJoin(), Joined);
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException or System.Net.WebSockets.WebSocketException
                or OperationCanceledException or SeatLostException
                // Its server has little patience, and this machine may have held it up.
                || (hardship == Hardship.Silence && lost is ConnectionEndedException { Code: CloseCodes.Silent }))
            {
                // It broke. A client whose sockets are blocked goes on over polls.
                kind = kind == Transport.WebSocket && draws.Next(3) == 0 ? Transport.LongPoll : kind;
            }
            catch (Exception failure)
            {
                Fail(failure);
                return;
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Link Make(Transport kind, Chance draws, CancellationToken until)
    {
        var abandons = draws.Next(2) == 0;
        var encoding = draws.Next(2) == 0 ? FrameEncoding.Text : FrameEncoding.Binary;
        var made = kind == Transport.WebSocket
            ? (Link)new SocketLink(ann, proxy.Address, token, abandons, until)
            : new HttpLink(ann, http, token, kind, encoding, abandons, draws.Next(3), until);
        links.Add(made);
        trail.Add($"after #{proxy.Log.Entries.Count}: {kind}, {(abandons ? "abandoned" : "closed")}, holding attach {ann.Attach}, {join?.JoinId ?? "a new join"}");
        return link = made;
    }

    /// <summary>
    /// A join that was never answered is repeated with its id, over whatever transport; only then comes another. Each link's has a
    /// number of its own, for what was held up on another may come after it.
    /// </summary>
    private JoinFrame NextJoin()
    {
        lock (ann)
        {
            join ??= new JoinFrame(0, $"join-{links.Count + 1}", JoinBy.Room, ann.RoomId, false, 0, ann.Resume, Payload.Nil);
            return join with { Attempt = new JoinAttempt(Stay, ++attempts) };
        }
    }

    private void Joined() => join = null;

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

    private async Task ListenAsync()
    {
        while (true)
        {
            ServerFrame frame;
            try
            {
                frame = await friend.NextAsync();
            }
            catch (Exception ended) when (ended is InvalidOperationException or System.Net.WebSockets.WebSocketException or OperationCanceledException)
            {
                return;
            }

            try
            {
                Hear(frame);
            }
            catch (Exception failure)
            {
                Fail(failure);
                return;
            }
        }
    }

    private void Hear(ServerFrame frame)
    {
        lock (bob)
        {
            if (frame is AnswerFrame)
            {
                answered++;
            }
            else
            {
                bob.Follow(frame);
            }
        }
    }

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
        lock (ann)
        {
            return join is null;
        }
    }

    private bool HasStateAfter(long tick)
    {
        ThrowIfFailed();
        lock (ann)
        {
            return ann.Copy.Tick > tick;
        }
    }

    private bool HasBobAll()
    {
        ThrowIfFailed();
        lock (bob)
        {
            return answered == said;
        }
    }

    private bool IsAway()
    {
        lock (bob)
        {
            return Equals(bob.Copy.Rows("counters").Single(row => row.Key == Seat).Values[1], 1L);
        }
    }

    private bool HasAll()
    {
        ThrowIfFailed();
        lock (ann)
        {
            lock (bob)
            {
                return answered == said && ann.HasAllAnswers && ann.Cursor!.Value.Offset >= records.Of(ann.RoomId).HeadFor(Seat)
                    && ann.Copy.Tick > 0 && bob.States.ContainsKey(ann.Copy.Tick);
            }
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
        var both = ann.States.Keys.Where(bob.States.ContainsKey).ToArray();
        Assert.NotEmpty(both);
        Assert.All(both, tick => Assert.Equal(bob.States[tick], ann.States[tick]));
    }

    private void ThrowIfFailed()
    {
        lock (failures)
        {
            if (failures.Count > 0)
            {
                throw new InvalidOperationException(
                    $"{failures[0].Message}\n{string.Join('\n', trail.TakeLast(8))}\n{string.Join('\n', proxy.Log.Entries.TakeLast(40))}\n{failures[0].StackTrace}");
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
                    // He is there all the time.
                    await friend.SendAsync(new PingFrame(null, 0));
                    return condition();
                },
                what);
        }
        catch (TimeoutException late)
        {
            lock (ann)
            {
                throw new TimeoutException(
                    $"{late.Message} Calm: {isCalm}, on {link?.GetType().Name}, {ann.Cursor}, tick {ann.Copy.Tick}, answers {ann.Log.Answered.Count} of {ann.Commands}, bob's {answered} of {said}, head {records.Of(ann.RoomId).HeadFor(Seat)}.\n"
                    + string.Join('\n', proxy.Log.Entries.TakeLast(30)), late);
            }
        }
    }
}
