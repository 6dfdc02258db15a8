using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Goofspiel.Tests;

public sealed class GoofspielTests : GameTestKit
{
    private const int AllPrizes = 91;

    private RoomSimulation Table(ulong seed, int players = 2) => Simulate(() => new GoofspielGame(), new SimulationOptions
    {
        Seed = seed,
        Players = players,
        Verifying = players,
        CutsPerMinute = 6,
        StallsPerMinute = 6,
        Command = (_, _, chance) => chance.Next(8) == 0 ? ("bid", (Payload)chance.Next(1, 14)) : null,
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_game_is_played_to_its_end_over_bad_networks_and_replays_the_same(ulong seed)
    {
        var table = Table(seed);
        var overs = new long[2];
        foreach (var player in table.Players)
        {
            player.OnEvent = told => overs[player.Number] += told.Name == "over" ? 1 : 0;
        }

        table.Run(TimeSpan.FromSeconds(20)).CheckReplay(TimeSpan.FromSeconds(30));
        table.Run(TimeSpan.FromMinutes(2));
        Assert.Equal([1, 1], overs);
        var players = table.Players[0].Copy.Rows("players").Select(row => (long)row.Values[1]!).ToArray();
        var left = table.Players[0].Copy.Rows("cards").Where(row => (long)row.Values[1]! == 2).Sum(row => (long)row.Values[2]!);
        Assert.Equal(AllPrizes, players.Sum() + left);
    }

    [Fact]
    public void One_sees_the_own_hand_and_the_prize_and_nothing_else()
    {
        var table = Simulate(() => new GoofspielGame(), new SimulationOptions { Players = 2, Verifying = 2 });
        table.RunTicks(5).CheckCopies();
        Assert.All(table.Players, player =>
        {
            var cards = player.Copy.Rows("cards").Select(row => (Holder: (long)row.Values[1]!, Value: (long)row.Values[2]!)).ToArray();
            Assert.Equal(Enumerable.Range(1, 13).Select(value => (long)value), cards.Where(card => card.Holder == player.Seat).Select(card => card.Value).Order());
            Assert.Equal(2, Assert.Single(cards, card => card.Holder != player.Seat).Holder);
        });
    }

    [Fact]
    public void The_higher_bid_takes_the_prize_once_both_lie_there()
    {
        var table = Simulate(() => new GoofspielGame(), new SimulationOptions { Players = 2, Verifying = 2 });
        table.RunTicks(5);
        var (ann, bob) = (table.Players[0], table.Players[1]);
        var prize = ann.Copy.Rows("cards").Single(row => (long)row.Values[1]! == 2).Values[2];
        ann.Command("bid", 12);
        table.RunTicks(3);
        Assert.Equal([1L, 0L], bob.Copy.Rows("players").Select(row => row.Values[2]));
        Assert.DoesNotContain(bob.Copy.Rows("cards"), row => (long)row.Values[1]! == ann.Seat);

        bob.Command("bid", 13);
        table.RunTicks(3).CheckCopies();
        Assert.Equal([0L, prize], ann.Copy.Rows("players").Select(row => row.Values[1]));
        Assert.Equal([12L, 13L], ann.Copy.Rows("cards").Where(row => (long)row.Values[1]! == 3 && (long)row.Values[2]! >= 12).Select(row => row.Values[2]).Order());
    }

    [Fact]
    public void A_second_bid_and_a_card_that_one_does_not_hold_are_refused()
    {
        var table = Simulate(() => new GoofspielGame(), new SimulationOptions { Players = 2, Verifying = 2 });
        table.RunTicks(5);
        var codes = new List<string?>();
        table.Players[0].OnAnswer = answer => codes.Add(answer.Code);
        table.Players[0].Command("bid", 14);
        table.Players[0].Command("bid", 5);
        table.Players[0].Command("bid", 6);
        table.Players[0].Command("fold", Payload.Nil);
        table.RunTicks(3);
        Assert.Equal(["bad_payload", null, "not_now", "not_now"], codes);
    }
}
