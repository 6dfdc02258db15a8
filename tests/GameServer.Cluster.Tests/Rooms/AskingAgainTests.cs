using GameServer.Cluster.Rooms;

namespace GameServer.Cluster.Tests.Rooms;

public sealed class AskingAgainTests
{
    [Fact]
    public void A_relay_asks_again_soon_and_then_once_a_second() => Assert.Equal(
        [150, 300, 600, 1000, 1000], Enumerable.Range(1, 5).Select(asked => AskingAgain.OfRelay(asked).TotalMilliseconds));

    [Fact]
    public void A_session_asks_again_soon_for_one_who_was_in_the_room_before() => Assert.Equal(
        [500, 1000, 2000, 2000], Enumerable.Range(1, 4).Select(asked => AskingAgain.OfSession(asked, isBack: true).TotalMilliseconds));

    [Fact]
    public void A_session_leaves_a_room_time_to_be_made_for_one_who_is_new() => Assert.Equal(
        [2000, 2000], Enumerable.Range(1, 2).Select(asked => AskingAgain.OfSession(asked, isBack: false).TotalMilliseconds));
}
