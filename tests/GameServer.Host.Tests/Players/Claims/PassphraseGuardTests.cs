using GameServer.Host.Players.Claims;

namespace GameServer.Host.Tests.Players.Claims;

public sealed class PassphraseGuardTests
{
    [Fact]
    public async Task Beyond_those_who_wait_everyone_is_told_at_once()
    {
        using var guard = new PassphraseGuard();
        using var gone = new CancellationTokenSource();
        using var all = guard.Places.AttemptAcquire(PassphraseGuard.AtOnce);
        var waiting = Enumerable.Range(0, PassphraseGuard.Waiting)
            .Select(_ => guard.HashAsync("Nova", "ann", "long enough", gone.Token)).ToList();
        Assert.Null(await guard.HashAsync("Nova", "ann", "long enough", gone.Token));
        Assert.DoesNotContain(waiting, hash => hash.IsCompleted);

        await gone.CancelAsync();
        foreach (var hash in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hash);
        }
    }

    [Fact]
    public void Tries_for_one_name_are_counted_apart_from_those_for_another()
    {
        using var guard = new PassphraseGuard();
        var (nova, vega) = (new ClaimedName("Nova", "ann", ""), new ClaimedName("Vega", "bob", ""));
        for (var tries = 0; tries < PassphraseGuard.TriesOfName; tries++)
        {
            Assert.Null(guard.TryOnce(nova));
        }

        Assert.NotNull(guard.TryOnce(nova));
        Assert.Null(guard.TryOnce(vega));
    }
}
