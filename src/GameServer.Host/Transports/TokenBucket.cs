namespace GameServer.Host.Transports;

/// <summary>
/// So much at once, and so much a second after that. The framework's own limiter has its own clock, which no test can move.
/// </summary>
internal sealed class TokenBucket
{
    private readonly TimeProvider time;
    private readonly double perSecond;
    private readonly double burst;
    private double tokens;
    private long filled;

    internal TokenBucket(TimeProvider time, double perSecond, double burst)
    {
        this.time = time;
        this.perSecond = perSecond;
        this.burst = burst;
        tokens = burst;
        filled = time.GetTimestamp();
    }

    /// <summary>Takes all of it or, if that is more than there is, nothing.</summary>
    internal bool TryTake(double amount)
    {
        var now = time.GetTimestamp();
        tokens = Math.Min(burst, tokens + (perSecond * time.GetElapsedTime(filled, now).TotalSeconds));
        filled = now;
        if (amount > tokens)
        {
            return false;
        }

        tokens -= amount;
        return true;
    }
}
