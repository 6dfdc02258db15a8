using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Leaderboard;

/// <summary>
/// Who was best today, this week and ever. Rooms of a game tell it what came of a round by mail: <c>results</c>,
/// <c>[[player, name, score, won], …]</c>. That counts once, whatever happens to the nodes. People only watch.
/// </summary>
public sealed class BoardGame : Game
{
    /// <summary>The kind of game.</summary>
    public const string Kind = "board";

    private const string MailName = "results";

    private readonly Period[] periods;

    /// <param name="games">The games that have a leaderboard: its name is that of the game.</param>
    public BoardGame(params string[] games)
    {
        periods =
        [
            Make("today", day => day),
            // Weeks begin on Monday; the first day of 1970 was a Thursday.
            Make("week", day => (day + 3) / 7),
            Make("ever", _ => 0),
        ];
        Settings = new GameSettings
        {
            Kind = Kind,
            TickRate = BoardRules.TickRate,
            Seats = 1,
            Standing = new StandingRooms(games.Contains, IsPrivate: true),
            Durable = true,
            Public = true,
            EmptyFor = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; }

    /// <summary>The id of a game's leaderboard.</summary>
    public static string RoomOf(string game) => StandingRooms.IdOf(Kind, game);

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        if (!StandingRooms.TryParse(room.RoomId, out _, out _))
        {
            room.Close("A leaderboard needs a game.");
        }
    }

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options) => "A leaderboard is only to be watched.";

    /// <inheritdoc/>
    public override void OnMail(RoomContext room, Mail mail)
    {
        if (mail.Name != MailName)
        {
            return;
        }

        var results = Result.ReadAll(mail.Payload);
        BeginPeriods(room);
        foreach (var period in periods)
        {
            period.Count(room, results);
        }
    }

    /// <inheritdoc/>
    public override void OnTick(RoomContext room) => BeginPeriods(room);

    private Period Make(string name, Func<long, long> numberOf) => new(
        Replicated<Place>(Place.Schema(name)),
        Hidden<Tally>(Tally.Schema($"{name}-tallies")),
        Hidden<PeriodNumber>(PeriodNumber.Schema($"{name}-number")),
        numberOf);

    private void BeginPeriods(RoomContext room)
    {
        foreach (var period in periods)
        {
            period.Begin(room.UtcMs / BoardRules.DayMs);
        }
    }
}
