using GameServer.Cluster.Telemetry;

namespace GameServer.Host.Transports.Http;

/// <summary>Whether a request may be held.</summary>
internal enum Hold
{
    /// <summary>It may; <see cref="PlayerLimits.Release"/> ends it.</summary>
    Granted,

    /// <summary>That player holds as many as may be.</summary>
    PlayerIsAtBound,

    /// <summary>The node holds as many as may be.</summary>
    NodeIsAtBound,
}

/// <summary>
/// How much one player may ask of this node over HTTP: the frames and bytes a second that a connection has, and so many polls and
/// streams at a time.
/// </summary>
/// <remarks>
/// Bound: players of whom nothing is held and whose buckets are full again are the same as new ones, and forgotten whenever their
/// number has doubled. At <see cref="MaxPlayers"/> newcomers are refused.
/// </remarks>
internal sealed class PlayerLimits(TimeProvider time, int maxHeld, int maxHeldOfPlayer = PlayerLimits.MaxHeldOfPlayer)
{
    internal const int MaxHeldOfPlayer = 8;
    internal const int MaxPlayers = 100_000;

    private const int FirstSweep = 1024;

    // Both buckets are full again after two seconds.
    private static readonly TimeSpan fullAfter = TimeSpan.FromSeconds(
        Math.Max((double)FrameBudget.FrameBurst / FrameBudget.FramesPerSecond, (double)FrameBudget.ByteBurst / FrameBudget.BytesPerSecond));

    private readonly Lock gate = new();
    private readonly Dictionary<string, Usage> players = [];
    private int sweepAt = FirstSweep;
    private int held;

    /// <summary>Players that are remembered.</summary>
    internal int Players
    {
        get
        {
            lock (gate)
            {
                return players.Count;
            }
        }
    }

    /// <summary>Polls and streams of all players.</summary>
    internal int Held
    {
        get
        {
            lock (gate)
            {
                return held;
            }
        }
    }

    /// <summary>Whether the player may say so much; a poll counts as one frame.</summary>
    internal bool TryTake(string playerId, int bytes, int frames)
    {
        lock (gate)
        {
            if (Find(playerId) is { } usage && usage.Frames.TryTake(frames) && usage.Bytes.TryTake(bytes))
            {
                return true;
            }
        }

        Meters.FrameRefused(frames);
        return false;
    }

    internal Hold TryHold(string playerId)
    {
        lock (gate)
        {
            if (held >= maxHeld || Find(playerId) is not { } usage)
            {
                return Hold.NodeIsAtBound;
            }

            if (usage.Held >= maxHeldOfPlayer)
            {
                return Hold.PlayerIsAtBound;
            }

            usage.Held++;
            held++;
        }

        Meters.RequestsHeld(1);
        return Hold.Granted;
    }

    internal void Release(string playerId)
    {
        lock (gate)
        {
            // It is there, since what is held is not forgotten.
            players[playerId].Held--;
            held--;
        }

        Meters.RequestsHeld(-1);
    }

    /// <summary>Holds a request until its answer is written, if it may be held: what its client does not take counts as well.</summary>
    internal async Task<IResult> HoldAsync(HttpContext context, string playerId, Func<Task<IResult>> run)
    {
        switch (TryHold(playerId))
        {
            case Hold.PlayerIsAtBound:
                return Refusals.TooManyHeld(maxHeldOfPlayer);
            case Hold.NodeIsAtBound:
                return Refusals.Busy;
        }

        try
        {
            await (await run()).ExecuteAsync(context);
            return Results.Empty;
        }
        finally
        {
            Release(playerId);
        }
    }

    private Usage? Find(string playerId)
    {
        if (players.TryGetValue(playerId, out var usage))
        {
            usage.Seen = time.GetTimestamp();
            return usage;
        }

        if (players.Count >= sweepAt)
        {
            Sweep();
        }

        if (players.Count >= MaxPlayers)
        {
            return null;
        }

        usage = new Usage(time) { Seen = time.GetTimestamp() };
        players.Add(playerId, usage);
        return usage;
    }

    private void Sweep()
    {
        foreach (var (playerId, usage) in players)
        {
            if (usage.Held == 0 && time.GetElapsedTime(usage.Seen) >= fullAfter)
            {
                players.Remove(playerId);
            }
        }

        sweepAt = Math.Clamp(2 * players.Count, FirstSweep, MaxPlayers);
    }

    private sealed class Usage(TimeProvider time)
    {
        public TokenBucket Frames { get; } = new(time, FrameBudget.FramesPerSecond, FrameBudget.FrameBurst);

        public TokenBucket Bytes { get; } = new(time, FrameBudget.BytesPerSecond, FrameBudget.ByteBurst);

        public int Held { get; set; }

        public long Seen { get; set; }
    }
}
