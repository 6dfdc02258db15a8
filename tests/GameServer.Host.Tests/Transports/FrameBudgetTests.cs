using GameServer.Host.Transports;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports;

public sealed class FrameBudgetTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FrameBudget budget;

    public FrameBudgetTests() => budget = new FrameBudget(time);

    [Fact]
    public void A_burst_passes_and_what_is_over_it_is_taken_out()
    {
        var frames = Pings(FrameBudget.FrameBurst + 3);
        Assert.Equal(ErrorCodes.RateLimited, budget.Admit(100, frames)?.Error?.Code);
        Assert.Equal(FrameBudget.FrameBurst, frames.Count);
    }

    [Fact]
    public void After_a_burst_the_rate_passes()
    {
        budget.Admit(100, Pings(FrameBudget.FrameBurst));
        time.Advance(TimeSpan.FromSeconds(1));
        var frames = Pings(FrameBudget.FramesPerSecond + 1);
        Assert.NotNull(budget.Admit(100, frames));
        Assert.Equal(FrameBudget.FramesPerSecond, frames.Count);
    }

    [Fact]
    public void Long_silence_gives_no_more_than_a_burst()
    {
        budget.Admit(100, Pings(1));
        time.Advance(TimeSpan.FromHours(1));
        var frames = Pings(FrameBudget.FrameBurst * 2);
        budget.Admit(100, frames);
        Assert.Equal(FrameBudget.FrameBurst, frames.Count);
    }

    [Fact]
    public void A_join_counts_as_several()
    {
        const int Joins = 30;
        List<ClientFrame> frames = [.. Enumerable.Range(0, Joins + 1)
            .Select(n => new JoinFrame(1, $"join {n}", JoinBy.Code, "2345678923", false, 0, null, Payload.Nil))];
        Assert.NotNull(budget.Admit(100, frames));
        Assert.Equal(Joins, frames.Count);
        Assert.Null(budget.Admit(100, []));
        Assert.NotNull(budget.Admit(100, Pings(1)));
    }

    [Fact]
    public void Bytes_are_limited_too()
    {
        for (var message = 0; message < FrameBudget.ByteBurst / Limits.MessageBytes; message++)
        {
            Assert.Null(budget.Admit(Limits.MessageBytes, Pings(1)));
        }

        var frames = Pings(2);
        Assert.NotNull(budget.Admit(Limits.MessageBytes, frames));
        Assert.Empty(frames);
        time.Advance(TimeSpan.FromSeconds((double)Limits.MessageBytes / FrameBudget.BytesPerSecond));
        Assert.Null(budget.Admit(Limits.MessageBytes, Pings(1)));
    }

    [Fact]
    public void The_client_is_told_once_a_second_and_a_refused_command_is_named()
    {
        budget.Admit(100, Pings(FrameBudget.FrameBurst));
        var error = budget.Admit(100, [new PingFrame(null, 1), new CommandFrame(3, 77, 12, "buy", Payload.Nil)])!.Value.Error!;
        Assert.Equal(
            (3, 77, 12), (error.Details["handle"].AsInteger(), error.Details["stream"].AsInteger(), error.Details["n"].AsInteger()));
        Assert.Equal(default(Refusal), budget.Admit(100, Pings(1)));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(budget.Admit(100, Pings(200))?.Error);
    }

    [Fact]
    public void Six_hundred_refused_within_ten_seconds_are_a_flood()
    {
        budget.Admit(100, Pings(FrameBudget.FrameBurst));
        Assert.False(budget.Admit(100, Pings(FrameBudget.FloodRefusals - 1))!.Value.IsFlood);
        Assert.True(budget.Admit(100, Pings(1))!.Value.IsFlood);
    }

    [Fact]
    public void Refusals_of_long_ago_do_not_count()
    {
        budget.Admit(100, Pings(FrameBudget.FrameBurst));
        budget.Admit(100, Pings(FrameBudget.FloodRefusals - 1));
        time.Advance(TimeSpan.FromSeconds(FrameBudget.FloodSeconds));
        Assert.False(budget.Admit(100, Pings(FrameBudget.FrameBurst + 500))!.Value.IsFlood);
    }

    private static List<ClientFrame> Pings(int count) => [.. Enumerable.Range(0, count).Select(n => new PingFrame(null, n))];
}
