using GameServer.Host.Transports;
using GameServer.Host.Transports.Http;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class PlayerLimitsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly PlayerLimits limits;

    public PlayerLimitsTests() => limits = new PlayerLimits(time, maxHeld: 20);

    [Fact]
    public void A_player_may_say_as_much_as_over_a_connection_whatever_others_say()
    {
        Assert.True(limits.TryTake("a", 100, FrameBudget.FrameBurst));
        Assert.False(limits.TryTake("a", 100, 1));
        Assert.True(limits.TryTake("b", FrameBudget.ByteBurst, 1));
        Assert.False(limits.TryTake("b", 1, 1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limits.TryTake("a", 100, FrameBudget.FramesPerSecond));
        Assert.False(limits.TryTake("a", 100, 1));
        Assert.True(limits.TryTake("b", FrameBudget.BytesPerSecond, 1));
    }

    [Fact]
    public void A_player_holds_eight_requests_and_the_node_as_many_as_it_may()
    {
        Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal(Hold.Granted, limits.TryHold("a")));
        Assert.Equal(Hold.PlayerIsAtBound, limits.TryHold("a"));
        Assert.All(Enumerable.Range(0, 12), n => Assert.Equal(Hold.Granted, limits.TryHold($"b{n}")));
        Assert.Equal(Hold.NodeIsAtBound, limits.TryHold("c"));
        limits.Release("a");
        Assert.Equal(Hold.Granted, limits.TryHold("c"));
    }

    [Fact]
    public void Players_who_come_and_go_are_forgotten_and_those_who_hold_something_are_not()
    {
        Assert.Equal(Hold.Granted, limits.TryHold("held"));
        limits.TryTake("busy", 0, FrameBudget.FrameBurst);
        for (var n = 0; n < 20_000; n++)
        {
            if (n % 500 == 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                limits.TryTake("busy", 0, FrameBudget.FramesPerSecond);
            }

            Assert.True(limits.TryTake($"guest-{n}", 0, 1));
        }

        Assert.InRange(limits.Players, 1, 4096);
        Assert.False(limits.TryTake("busy", 0, FrameBudget.FrameBurst));
        limits.Release("held");
    }

    [Fact]
    public void Newcomers_beyond_the_bound_are_refused_and_known_players_are_not()
    {
        for (var n = 0; n < PlayerLimits.MaxPlayers; n++)
        {
            Assert.True(limits.TryTake($"guest-{n}", 0, 1));
        }

        Assert.False(limits.TryTake("late", 0, 1));
        Assert.Equal(Hold.NodeIsAtBound, limits.TryHold("late"));
        Assert.True(limits.TryTake("guest-7", 0, 1));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(limits.TryTake("late", 0, 1));
    }
}
