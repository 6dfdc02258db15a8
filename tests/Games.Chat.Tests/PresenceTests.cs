namespace Games.Chat.Tests;

public sealed class PresenceTests
{
    private static readonly TimeSpan grace = new ChatGame().Settings.Grace;

    [Fact]
    public void Who_joins_is_here_under_the_name_of_the_player()
    {
        var talk = new Talk();

        var nova = talk.Join("p-nova", "Nova");

        Assert.Equal(("Nova", true, false), (nova.Name, nova.IsHere, nova.IsAway));
    }

    [Fact]
    public void A_page_that_is_loaded_anew_is_the_same_person_who_was_away_for_a_moment()
    {
        var talk = new Talk();
        var key = talk.Join("p-nova", "Nova").Key;

        talk.Away("p-nova");
        Assert.True(talk.PersonOf("p-nova") is { IsAway: true, IsHere: true });
        talk.Wait(grace - TimeSpan.FromSeconds(1));
        var back = talk.Join("p-nova", "Nova");

        Assert.Equal((key, true, false), (back.Key, back.IsHere, back.IsAway));
        Assert.Single(talk.People);
    }

    [Fact]
    public void Who_stays_away_for_longer_than_the_grace_time_is_gone()
    {
        var talk = new Talk();
        talk.Join("p-nova", "Nova");

        talk.Away("p-nova");
        talk.Wait(grace);

        Assert.Empty(talk.People);
    }

    [Fact]
    public void Who_has_left_is_known_for_as_long_as_something_that_was_said_is_kept()
    {
        var talk = new Talk();
        var key = talk.Join("p-nova", "Nova").Key;
        talk.Join("p-rigel", "Rigel");
        talk.Say("p-nova", "so long");

        talk.Leave("p-nova");
        Assert.False(talk.PersonOf("p-nova").IsHere);
        Assert.Equal(key, talk.Messages.Single().From);

        for (var i = 0; i < ChatRules.KeptMessages; i++)
        {
            talk.Wait(TimeSpan.FromSeconds(1));
            Assert.Null(talk.Say("p-rigel", "and on"));
        }

        Assert.Equal("Rigel", talk.People.Single().Name);
    }

    [Fact]
    public void Who_comes_back_after_leaving_is_the_one_who_said_it()
    {
        var talk = new Talk();
        var key = talk.Join("p-nova", "Nova").Key;
        talk.Say("p-nova", "back soon");
        talk.Leave("p-nova");

        var back = talk.Join("p-nova", "Supernova");

        Assert.Equal((key, "Supernova", true), (back.Key, back.Name, back.IsHere));
    }

    [Fact]
    public void Two_of_one_name_are_told_apart_also_from_who_is_only_read()
    {
        var talk = new Talk();
        talk.Join("p-1", "Nova");
        talk.Say("p-1", "I am Nova");
        talk.Leave("p-1");

        Assert.Equal("NOVA 2", talk.Join("p-2", "NOVA").Name);
        Assert.Equal("Nova", talk.Join("p-1", "Nova").Name);
    }
}
