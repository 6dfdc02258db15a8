using CsCheck;

namespace Games.Chat.Tests;

public sealed class PaceTests
{
    [Fact]
    public void Who_floods_is_told_when_to_go_on_and_may_then()
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");
        talk.Join("p-rigel", "Rigel");
        for (var i = 0; i < ChatRules.Burst; i++)
        {
            Assert.Null(talk.Say("p-nova", "spam"));
        }

        Assert.Equal("slow_down", talk.Say("p-nova", "spam"));
        Assert.Equal("That was a lot at once. Say it again in 1 s.", talk.Answer.AsText(200));
        Assert.Null(talk.Say("p-rigel", "calm down"));

        talk.Wait(TimeSpan.FromSeconds(1));
        Assert.Null(talk.Say("p-nova", "sorry"));
        Assert.Equal(ChatRules.Burst + 2, talk.Said.Count);
    }

    [Fact]
    public void Leaving_and_coming_back_does_not_help()
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");
        for (var i = 0; i < ChatRules.Burst; i++)
        {
            talk.Say("p-nova", "spam");
        }

        talk.Leave("p-nova");
        talk.Join("p-nova", "Nova");

        Assert.Equal("slow_down", talk.Say("p-nova", "spam"));
    }

    [Fact]
    public void No_stretch_of_time_has_more_than_a_burst_and_what_the_pace_allows_and_who_waits_is_let_through() =>
        Gen.Long[0, 40].Array[1, 100].Sample(pauses =>
        {
            var (full, tick) = (0L, 1L);
            List<long> taken = [];
            foreach (var pause in pauses)
            {
                tick += pause;
                var (after, wait) = Pace.Take(full, tick);
                Assert.InRange(wait, 0, ChatRules.PaceTicks);
                if (wait > 0)
                {
                    Assert.Equal(full, after);
                    Assert.True(Pace.Take(full, tick + wait - 1).Wait > 0);
                    Assert.Equal(0, Pace.Take(full, tick + wait).Wait);
                    continue;
                }

                full = after;
                taken.Add(tick);
            }

            for (var first = 0; first < taken.Count; first++)
            {
                for (var last = first; last < taken.Count; last++)
                {
                    var allowed = ChatRules.Burst + ((taken[last] - taken[first]) / ChatRules.PaceTicks);
                    Assert.True(last - first + 1 <= allowed, $"{last - first + 1} from tick {taken[first]} to {taken[last]}");
                }
            }
        });
}
