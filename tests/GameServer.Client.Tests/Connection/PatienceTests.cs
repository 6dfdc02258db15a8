namespace GameServer.Client.Tests.Connection;

public sealed class PatienceTests
{
    private static readonly TimeSpan heartbeat = TimeSpan.FromSeconds(15);

    private readonly Client.Connection.Patience patience = new(TimeSpan.FromSeconds(2.5));

    [Fact]
    public void What_was_given_up_for_silence_has_all_the_time_there_is_until_it_has_answered()
    {
        Assert.Equal(TimeSpan.FromSeconds(6), patience.Of(heartbeat));
        patience.GaveUp();
        Assert.Equal(heartbeat, patience.Of(heartbeat));
        patience.Answered();
        Assert.Equal(TimeSpan.FromSeconds(6), patience.Of(heartbeat));
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_the_server_allows()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), patience.Of(TimeSpan.FromSeconds(3)));
        Assert.Equal(heartbeat, new Client.Connection.Patience(TimeSpan.FromSeconds(10)).Of(heartbeat));
    }
}
