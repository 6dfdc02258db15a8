using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Chaos;

/// <summary>A durable room in which numbers are written down.</summary>
internal sealed class LedgerGame : Game
{
    private readonly Table<Line> lines;

    public LedgerGame() => lines = Replicated<Line>(Line.Schema);

    public override GameSettings Settings { get; } = new()
    {
        Kind = "ledger",
        TickRate = 30,
        Standing = new StandingRooms(name => name == "main"),
        Durable = true,
    };

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        lines.Add(room.NextId()).Number = arguments.AsInteger();
        return CommandReply.Ok;
    }

    private sealed class Line : Row
    {
        public static readonly TableSchema Schema = new("lines", [Column.Int("number")]);

        public long Number
        {
            set => Set(0, value);
        }
    }
}
