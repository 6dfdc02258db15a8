using System.Buffers;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace Games.Leaderboard.Tests;

public sealed class BoardTests
{
    private static readonly DateTimeOffset sunday = new(2026, 3, 1, 23, 59, 0, TimeSpan.Zero);

    private readonly RoomMachine board = Board(sunday);
    private long letters;

    [Fact]
    public void Results_add_up_and_the_best_come_first()
    {
        Tell(("ann", 5, false), ("bob", 9, true));
        Tell(("cleo", 7, false), ("ann", 4, true), ("dan", 9, false));
        string[] best = ["1 ann 9 1", "2 bob 9 1", "3 dan 9 0", "4 cleo 7 0"];
        Assert.All(["today", "week", "ever"], period => Assert.Equal(best, Shown(period)));
    }

    [Fact]
    public void Letter_that_comes_twice_counts_once()
    {
        Tell(("ann", 5, true));
        letters--;
        Tell(("ann", 5, true));
        Assert.Equal(["1 ann 5 1"], Shown("today"));
    }

    [Fact]
    public void Day_and_week_begin_anew_at_midnight_and_on_monday_of_utc()
    {
        Tell(("ann", 5, true));
        Become(sunday.AddMinutes(1));
        Assert.Equal([[], [], ["1 ann 5 1"]], new[] { Shown("today"), Shown("week"), Shown("ever") });
        Tell(("bob", 1, true));
        Become(sunday.AddDays(1).AddMinutes(1));
        Assert.Equal([[], ["1 bob 1 1"]], new[] { Shown("today"), Shown("week") });
        Assert.Equal(["1 ann 5 1", "2 bob 1 1"], Shown("ever"));
    }

    [Fact]
    public void Clock_that_is_set_back_takes_nothing_away()
    {
        Become(sunday.AddMinutes(1));
        Tell(("ann", 5, true));
        Become(sunday);
        Become(sunday.AddMinutes(1));
        Assert.Equal(["1 ann 5 1"], Shown("today"));
    }

    [Fact]
    public void Fifty_are_shown_and_a_thousand_are_remembered()
    {
        for (var i = 0; i < BoardRules.Players + 1; i += 20)
        {
            Tell([.. Enumerable.Range(i, 20).Select(n => ($"p{n}", (long)n, false))]);
        }

        Assert.Equal(BoardRules.Places, Shown("ever").Length);
        Assert.Equal("1 p1019 1019 0", Shown("ever")[0]);
        Tell(("p20", 2000, false), ("p19", 2000, false));
        Assert.Equal(["1 p20 2020 0", "2 p19 2000 0"], Shown("ever")[..2]);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("results")]
    public void What_is_no_result_is_passed_over(string name)
    {
        Payload half = Payload.Array(Payload.Array("ann", "Ann", 5, true), "nonsense");
        board.OfferMail("ABCDEFGHJK", 1, ++letters, 0, name, half);
        board.Step();
        Assert.Empty(Shown("today"));
    }

    private static RoomMachine Board(DateTimeOffset at) => RoomMachine.Create(
        new BoardGame("arena"), new RoomIdentity(BoardGame.RoomOf("arena"), BoardGame.Kind, true), 1, Payload.Nil, at.ToUnixTimeMilliseconds());

    private void Tell(params (string Player, long Score, bool HasWon)[] results)
    {
        board.OfferMail(
            "ABCDEFGHJK", 1, ++letters, 0, "results",
            Payload.Array([.. results.Select(result => Payload.Array(result.Player, result.Player, result.Score, result.HasWon))]));
        board.Step();
    }

    private void Become(DateTimeOffset time)
    {
        board.OfferClock(time.ToUnixTimeMilliseconds());
        board.Step();
    }

    private string[] Shown(string period)
    {
        var buffer = new ArrayBufferWriter<byte>();
        board.WriteFull(buffer);
        var copy = new PlayerCopy();
        copy.Apply(new FullFrame(1, 0, 1, "epoch", board.Tick, board.Schema, buffer.WrittenMemory));
        return [.. copy.Rows(period).Select(row => $"{row.Key} {row.Values[1]} {row.Values[2]} {row.Values[3]}")];
    }
}
