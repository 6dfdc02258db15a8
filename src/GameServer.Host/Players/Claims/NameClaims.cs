using System.Data.Common;
using System.Security.Cryptography;
using GameServer.Cluster.Sessions;
using GameServer.Host.Telemetry;
using GameServer.Host.Web;

namespace GameServer.Host.Players.Claims;

/// <summary>Finds who somebody is who wishes a name, and says a passphrase or none.</summary>
internal sealed class NameClaims(ClaimStore store, PassphraseGuard guard, ILogger<NameClaims> log)
{
    private const int MakeUpTries = 10;
    private const int PlainTries = 3;
    private const int RetryMs = 2000;

    /// <param name="known">Who asks, if their token says it.</param>
    /// <param name="wished">A name that the rule allows, or null.</param>
    /// <param name="passphrase">One of an allowed length, or null.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    /// <returns>The player, and whether the name is theirs; or the refusal.</returns>
    internal async Task<(PlayerIdentity? Player, bool IsClaimed, IResult? Problem)> SettleAsync(
        PlayerIdentity? known, string? wished, string? passphrase, CancellationToken cancellation)
    {
        try
        {
            var name = wished ?? known?.Name;
            var claim = name is null ? null : await store.FindAsync(name, cancellation);
            if (wished is null && passphrase is null && ClaimRules.Next(claim, known?.PlayerId, false) == ClaimStep.Refuse)
            {
                // Somebody else has claimed it while this player had it as a guest: who wishes none gets one that is free.
                name = null;
            }

            if (name is null)
            {
                (name, claim) = (await MakeUpAsync(cancellation), null);
            }

            return name is null
                ? Refused(Busy())
                : await SettleAsync(
                    new PlayerIdentity(known?.PlayerId ?? RandomNumberGenerator.GetHexString(32, lowercase: true), name),
                    claim,
                    passphrase,
                    cancellation);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            HostLog.ClaimsUnavailable(log, failure);
            return Refused(Problems.Of(503, "unavailable", "Names cannot be looked up right now.", RetryMs));
        }
    }

    private async Task<(PlayerIdentity? Player, bool IsClaimed, IResult? Problem)> SettleAsync(
        PlayerIdentity player, ClaimedName? claim, string? passphrase, CancellationToken cancellation)
    {
        var step = ClaimRules.Next(claim, player.PlayerId, passphrase is not null);
        if (step == ClaimStep.Claim)
        {
            if (await guard.HashAsync(player.Name, player.PlayerId, passphrase!, cancellation) is not { } hash)
            {
                return Refused(Busy());
            }

            if (await store.AddAsync(new ClaimedName(player.Name, player.PlayerId, hash), cancellation))
            {
                return (player, true, null);
            }

            claim = await store.FindAsync(player.Name, cancellation);
            if (claim is null)
            {
                return Refused(Problems.Of(409, "too_many_names", $"A player may keep {ClaimRules.NamesOfPlayer} names."));
            }

            // Somebody was faster.
            step = ClaimStep.Verify;
        }

        return step switch
        {
            ClaimStep.Guest => (player, false, null),
            ClaimStep.Enter => (player with { Name = claim!.Name }, true, null),
            ClaimStep.Verify => await VerifyAsync(claim!, passphrase!, cancellation),
            _ => Refused(Problems.Of(409, "name_claimed", "That name is somebody's. Say its passphrase, or take another.")),
        };
    }

    private async Task<(PlayerIdentity? Player, bool IsClaimed, IResult? Problem)> VerifyAsync(
        ClaimedName claim, string passphrase, CancellationToken cancellation)
    {
        if (guard.TryOnce(claim) is { } wait)
        {
            return Refused(Problems.Of(
                429, "rate_limited", "Too many tries for this name.", (int)Math.Max(1000, wait.TotalMilliseconds)));
        }

        return await guard.IsRightAsync(claim, passphrase, cancellation) switch
        {
            true => (new PlayerIdentity(claim.PlayerId, claim.Name), true, null),
            false => Refused(Problems.Of(403, "wrong_passphrase", "That is not the passphrase of this name.")),
            null => Refused(Busy()),
        };
    }

    /// <summary>A name that nobody has claimed; null if none was found in time.</summary>
    private async Task<string?> MakeUpAsync(CancellationToken cancellation)
    {
        for (var tries = 0; tries < MakeUpTries; tries++)
        {
            var name = PlayerNames.MakeUp(withNumber: tries >= PlainTries);
            if (await store.FindAsync(name, cancellation) is null)
            {
                return name;
            }
        }

        return null;
    }

    private static IResult Busy() => Problems.Of(503, "busy", "Too many ask at this moment.", RetryMs);

    private static (PlayerIdentity? Player, bool IsClaimed, IResult? Problem) Refused(IResult problem) => (null, false, problem);
}
