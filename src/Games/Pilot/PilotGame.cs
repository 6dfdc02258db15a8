using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Pilot;

/// <summary>
/// What a player keeps from visit to visit: the sums of all rounds, which arenas tell by mail whether or not the player is here, and the
/// look of the player's ships. Only the player comes in.
/// </summary>
public sealed class PilotGame : Game
{
    /// <summary>The kind of game.</summary>
    public const string Kind = "pilot";

    /// <summary>Hues there are.</summary>
    public const int Hues = 360;

    private const string MailName = "flown";

    private readonly Table<FlightRecord> records;

    /// <summary>Somebody who has not flown yet.</summary>
    public PilotGame() => records = Replicated<FlightRecord>(FlightRecord.Schema);

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        TickRate = 4,
        Seats = 1,
        Watchable = false,
        Standing = StandingRooms.OfEachPlayer("Only its player may see a record."),
        Durable = true,
    };

    /// <summary>What the player sees.</summary>
    public FlightRecord Record => records[FlightRecord.TheKey];

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        records.Add(FlightRecord.TheKey).Hue = FlightRecord.NoHue;
        if (!StandingRooms.TryParse(room.RoomId, out _, out _))
        {
            room.Close("A record needs a player.");
        }
    }

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) =>
        name == "wear" ? Wear(arguments) : base.OnCommand(room, seat, name, arguments);

    /// <inheritdoc/>
    public override void OnMail(RoomContext room, Mail mail)
    {
        // No arena is a standing room, whose name a client may have made up.
        if (mail.Name == MailName && !StandingRooms.TryParse(mail.From, out _, out _))
        {
            Record.Count(Flown.Read(mail.Payload), room.UtcMs);
        }
    }

    private CommandReply Wear(Payload arguments)
    {
        Record.Hue = (int)arguments["hue"].AsInteger(0, Hues - 1);
        return CommandReply.Ok;
    }
}
