using CsCheck;
using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena.Tests;

public sealed class ShipNamesTests
{
    private static readonly string[] wishable =
        ["Nova", "NOVA", "Nova 2", "1234567890123456", "123456789012345\U0001d400", "Il", "1l", "nova"];

    [Fact]
    public void The_second_of_one_name_flies_and_talks_under_a_number()
    {
        var play = new Play();
        play.Join("Nova");

        var second = play.Join("nova");
        play.Command(second, "say", Payload.Map(("text", "hello")));
        play.Step();
        play.Leave(second);
        play.Step();

        foreach (var what in new[] { "joined", "said", "left" })
        {
            var told = play.Told(what).Last();
            Assert.Equal((second, "nova 2"), (told["seat"].AsInteger(), told["name"].AsText(16)));
        }
    }

    [Fact]
    public void A_bot_gives_its_name_up_to_a_person()
    {
        var play = new Play(new ArenaOptions { Bots = 8 });
        play.Step();
        var bot = play.Ships.First();

        var seat = play.Join(bot.Name);

        var name = play.ShipOf(seat).Name;
        Assert.DoesNotContain(play.Ships, ship => ship.IsBot && ship.Name == name);
        Assert.DoesNotContain(' ', name);
    }

    [Fact]
    public void However_many_come_under_whatever_names_no_two_look_alike_and_none_is_too_long() => Gen
        .Int[0, wishable.Length - 1].Select(index => wishable[index])
        .Array[1, 16]
        .Sample(
            wishes =>
            {
                var play = new Play();
                var machine = play.Machine;
                for (var i = 0; i < wishes.Length; i++)
                {
                    machine.OfferJoin($"player-{i}", wishes[i], $"join-{i}", Payload.Nil);
                }

                machine.Step();

                var names = play.Ships.Select(ship => ship.Name).ToList();
                Assert.Equal(wishes.Length, names.Count);
                Assert.All(names, name => Assert.InRange(name.EnumerateRunes().Count(), 1, SeatNames.MaxCharacters));
                for (var i = 0; i < names.Count; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        Assert.False(SeatNames.LookAlike(names[i], names[j]), $"{names[i]} and {names[j]}");
                    }
                }
            },
            iter: 50);
}
