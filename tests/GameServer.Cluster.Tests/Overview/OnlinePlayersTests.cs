using GameServer.Cluster.Overview;
using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Tests.Overview;

public sealed class OnlinePlayersTests
{
    private static readonly PlayerIdentity ada = new("a", "Ada");
    private static readonly PlayerIdentity bea = new("b", "Bea");

    private readonly OnlinePlayers online = new();

    [Fact]
    public void One_is_there_once_however_many_tabs_and_until_a_while_after_the_last()
    {
        online.Came(ada);
        online.Came(ada);
        online.Came(bea);
        AssertThere(0, ada, bea);
        online.Left(ada, At(1));
        AssertThere(60, ada, bea);
        online.Left(ada, At(60));
        AssertThere(60 + OnlinePlayers.Stay.TotalSeconds - 0.1, ada, bea);
        AssertThere(60 + OnlinePlayers.Stay.TotalSeconds, bea);
    }

    [Fact]
    public void Who_polls_again_and_again_keeps_the_place_and_who_stops_loses_it()
    {
        online.Came(ada);
        online.Came(bea);
        for (var second = 1; second <= 10; second++)
        {
            online.Left(ada, At(second));
            online.Left(bea, At(second));
            AssertThere(second + 0.5, ada, bea);
            online.Came(ada);
            if (second < 9)
            {
                online.Came(bea);
            }
            else
            {
                break;
            }
        }

        AssertThere(9 + OnlinePlayers.Stay.TotalSeconds, ada);
        online.Came(bea);
        AssertThere(20, ada, bea);
    }

    [Fact]
    public void The_latest_name_counts_and_who_watches_without_being_a_player_has_none()
    {
        online.Came(PlayerIdentity.Nobody);
        online.Came(ada);
        online.Came(ada with { Name = "Ada II" });
        AssertThere(0, ada with { Name = "Ada II" });
        online.Left(PlayerIdentity.Nobody, At(1));
        AssertThere(100, ada with { Name = "Ada II" });
    }

    [Fact]
    public void A_report_names_those_who_are_there_longest_and_counts_all()
    {
        var players = Enumerable.Range(0, OnlineReport.MaxPlayers + 10).Select(i => new PlayerIdentity($"{i}", $"P{i}")).ToArray();
        Array.ForEach(players, online.Came);
        var report = online.Report(At(0));
        Assert.Equal(players.Length, report.Count);
        Assert.Equal(players[..OnlineReport.MaxPlayers], report.Players);

        online.Left(players[3], At(0));
        Assert.Equal(players[..(OnlineReport.MaxPlayers + 1)].Except([players[3]]), online.Report(At(10)).Players);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void AssertThere(double now, params PlayerIdentity[] expected)
    {
        var report = online.Report(At(now));
        Assert.Equal(expected, report.Players);
        Assert.Equal(expected.Length, report.Count);
    }
}
