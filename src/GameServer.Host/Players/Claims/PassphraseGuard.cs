using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;

namespace GameServer.Host.Players.Claims;

/// <summary>
/// Hashes and checks passphrases. Each takes a core for tens of milliseconds, on purpose, so that at most half of the cores do it and
/// few wait (then: busy), and nobody tries many for one name.
/// </summary>
internal sealed class PassphraseGuard : IDisposable
{
    internal const int TriesOfName = 10;
    internal const int Waiting = 16;

    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private static readonly TimeSpan oneMoreTry = TimeSpan.FromSeconds(6);

    private readonly PasswordHasher<ClaimedName> hasher = new();
    private readonly PartitionedRateLimiter<string> tries = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = TriesOfName,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = oneMoreTry,
            QueueLimit = 0,
        }));

    internal ConcurrencyLimiter Places { get; } = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtOnce,
        QueueLimit = Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Counts a try for this name; the time to wait if there were too many.</summary>
    internal TimeSpan? TryOnce(ClaimedName claim)
    {
        using var lease = tries.AttemptAcquire(claim.Name);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : oneMoreTry;
    }

    /// <summary>The hash to keep, or null if too many wait for theirs.</summary>
    internal async Task<string?> HashAsync(string name, string playerId, string passphrase, CancellationToken cancellation)
    {
        using var place = await Places.AcquireAsync(1, cancellation);
        return place.IsAcquired ? hasher.HashPassword(new ClaimedName(name, playerId, ""), passphrase) : null;
    }

    /// <summary>Whether it is the passphrase, or null if too many wait to be told.</summary>
    internal async Task<bool?> IsRightAsync(ClaimedName claim, string passphrase, CancellationToken cancellation)
    {
        using var place = await Places.AcquireAsync(1, cancellation);
        return place.IsAcquired
            ? hasher.VerifyHashedPassword(claim, claim.Hash, passphrase) != PasswordVerificationResult.Failed
            : null;
    }

    public void Dispose()
    {
        Places.Dispose();
        tries.Dispose();
    }
}
