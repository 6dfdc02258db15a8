using GameServer.Protocol;
using GameServer.TestKit;
using Xunit.Abstractions;

namespace Games.Chat.Tests;

public sealed class CrowdTests(ITestOutputHelper output) : GameTestKit
{
    [Fact]
    public void Two_hundred_people_who_say_fifty_things_a_second_on_bad_networks_all_read_all_of_it_once_and_in_one_order()
    {
        const int people = 200;
        var isTalking = true;
        var spoken = 0;
        var talk = Simulate(() => new ChatGame(), new SimulationOptions
        {
            Seed = 11,
            Players = people,
            Verifying = people,
            CutsPerMinute = 1,
            StallsPerMinute = 1,
            Command = (_, _, chance) =>
                isTalking && chance.Next(40) == 0 ? ("say", Payload.Map(("text", $"line {++spoken} of this talk"))) : null,
        });
        var read = talk.Players.Select(_ => new List<string>()).ToList();
        var refused = 0;
        foreach (var player in talk.Players)
        {
            player.OnEvent = told => read[player.Number].Add(told.Payload["text"].AsText(500));
            player.OnAnswer = answer => refused += answer.Code is null ? 0 : 1;
        }

        talk.Run(TimeSpan.FromSeconds(10));
        isTalking = false;
        // Somebody is always cut off, but nobody for more than two seconds.
        for (var tick = 0; tick < 100 && read.Any(lines => lines.Count < read.Max(other => other.Count)); tick++)
        {
            talk.RunTicks(1);
        }

        output.WriteLine(
            $"{read[0].Count} messages to {people} people in 10 s, {refused} refused; "
            + $"{talk.Players.Average(player => player.Bytes) / read[0].Count:F0} bytes a message and reader");
        Assert.InRange(read[0].Count, 450, 550);
        Assert.All(read, lines => Assert.Equal(read[0], lines));
        Assert.Equal(read[0].Count, read[0].Distinct().Count());
        Assert.All(talk.Players, player => Assert.Equal(0, player.Resyncs));
    }

    [Fact]
    public void A_chat_played_again_from_its_records_is_the_same()
    {
        var talk = Simulate(() => new ChatGame(), new SimulationOptions
        {
            Players = 20,
            Verifying = 20,
            CutsPerMinute = 4,
            Command = (player, _, chance) =>
                chance.Next(15) == 0 ? ("say", Payload.Map(("text", $"from {player.Number}"))) : null,
        });

        talk.Run(TimeSpan.FromSeconds(5));
        talk.CheckReplay(TimeSpan.FromSeconds(30));

        talk.CheckCopies();
    }
}
