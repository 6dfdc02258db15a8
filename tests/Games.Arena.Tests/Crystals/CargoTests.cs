using CsCheck;
using GameServer.Protocol;

namespace Games.Arena.Tests;

/// <summary>Keeps a book of what players are told, and compares it with what there is.</summary>
public sealed class CargoTests
{
    [Fact]
    public void Nothing_that_grew_is_lost_or_there_twice() =>
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomPlay(seed);
                var book = new Book(random.Play);
                for (var tick = 0; tick < 600; tick++)
                {
                    random.Play.Events.Clear();
                    random.Tick();
                    book.Check();
                }
            },
            iter: 60);

    [Fact]
    public void Nothing_is_lost_among_bots_and_they_use_all_of_it()
    {
        var play = new Play(new ArenaOptions { Bots = 16, Round = TimeSpan.FromSeconds(60), Podium = TimeSpan.FromSeconds(2) }, seed: 9);
        var book = new Book(play);
        for (var tick = 0; tick < 4 * 60 * Rules.TickRate; tick++)
        {
            play.Events.Clear();
            play.Step();
            book.Check();
        }

        Assert.True(book.Banked > 0 && book.Dropped > 0);
    }

    private sealed class Book(Play play)
    {
        private readonly Dictionary<long, long> carried = [];
        private readonly Dictionary<long, long> scores = [];
        private Dictionary<long, long> lying = play.Crystals.ToDictionary(crystal => crystal.Key, crystal => (long)crystal.Worth);
        private int round = 1;

        internal long Banked { get; private set; }

        internal long Dropped { get; private set; }

        internal void Check()
        {
            var (taken, dropped) = Write();
            var now = play.Crystals.ToDictionary(crystal => crystal.Key, crystal => (long)crystal.Worth);
            var ships = play.Ships;
            foreach (var ship in ships)
            {
                Assert.Equal(carried.GetValueOrDefault(ship.Key), ship.Cargo);
                Assert.Equal(scores.GetValueOrDefault(ship.Key), ship.Score);
            }

            // What a ship that left carried is dropped, and nobody is told who it was.
            foreach (var key in carried.Keys.Except(ships.Select(ship => ship.Key)).ToList())
            {
                carried.Remove(key, out var left);
                dropped += left;
            }

            if (play.Game.Round.Number == round)
            {
                var grown = now.Values.Sum() + taken - lying.Values.Sum() - dropped;
                Assert.InRange(grown, 0, play.Machine.Tick % Rules.GrowTicks == 0 ? 5 : 0);
            }

            (lying, round) = (now, play.Game.Round.Number);
            Dropped += dropped;
        }

        private (long Taken, long Dropped) Write()
        {
            var (taken, dropped) = (0L, 0L);
            foreach (var told in play.Events)
            {
                switch (told.Name)
                {
                    case "round":
                        carried.Clear();
                        scores.Clear();
                        break;
                    case "took":
                        taken += told.Payload["worth"].AsInteger();
                        Add(carried, told.Payload["ship"], told.Payload["worth"].AsInteger());
                        break;
                    case "banked":
                        var amount = told.Payload["amount"].AsInteger();
                        Assert.Equal(carried[told.Payload["ship"].AsInteger()], amount);
                        Add(carried, told.Payload["ship"], -amount);
                        Add(scores, told.Payload["ship"], amount);
                        Banked += amount;
                        break;
                    case "kill":
                        carried.Remove(told.Payload["target"].AsInteger(), out var lost);
                        dropped += lost;
                        Add(scores, told.Payload["by"], Rules.KillScore);
                        break;
                }
            }

            return (taken, dropped);
        }

        private static void Add(Dictionary<long, long> book, Payload ship, long amount) =>
            book[ship.AsInteger()] = book.GetValueOrDefault(ship.AsInteger()) + amount;
    }
}
