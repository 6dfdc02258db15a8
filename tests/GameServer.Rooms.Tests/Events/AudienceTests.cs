namespace GameServer.Rooms.Tests.Events;

public sealed class AudienceTests
{
    [Fact]
    public void Everyone_includes_watchers()
    {
        Assert.True(Audience.Everyone.Includes(-1));
        Assert.True(Audience.Everyone.Includes(7));
        Assert.True(Audience.Everyone.IsEveryone);
    }

    [Fact]
    public void Named_seats_alone_see_a_private_event()
    {
        var audience = Audience.Of(2, 5);

        Assert.Equal([2, 5], Enumerable.Range(-1, 8).Where(audience.Includes));
        Assert.False(audience.IsEveryone);
        Assert.Equal([2, 5], audience.Seats.ToArray());
    }

    [Fact]
    public void An_audience_of_no_seats_is_nobody_and_never_everyone()
    {
        Assert.False(Audience.Of().IsEveryone);
        Assert.DoesNotContain(Enumerable.Range(-1, 4), Audience.Of().Includes);
    }

    [Fact]
    public void A_watcher_is_in_no_audience_of_seats_even_if_a_game_names_its_number() =>
        Assert.False(Audience.Of(-1).Includes(-1));

    [Fact]
    public void The_seats_are_fixed_when_the_event_is_made()
    {
        var seats = new[] { 1 };
        var audience = Audience.Of(seats);
        seats[0] = 2;

        Assert.True(audience.Includes(1));
        Assert.False(audience.Includes(2));
    }
}
