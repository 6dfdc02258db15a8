using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Chaos;

/// <summary>A game for the faults that a game can have, and for talk that can be counted. Something changes in every tick.</summary>
internal sealed class OrdealGame : Game
{
    internal const string Kind = "ordeal";

    private readonly Table<Pulse> pulses;

    public OrdealGame() => pulses = Replicated<Pulse>(new TableSchema("pulses", [Column.Int("beats")]));

    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        TickRate = 30,
        Seats = 8,
        Grace = TimeSpan.FromMinutes(2),
    };

    public override void OnCreate(RoomContext room, Payload options) => pulses.Add(0);

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        switch (name)
        {
            case "say":
                room.Emit("said", arguments.AsText(200));
                return CommandReply.Ok;
            case "throw":
                throw new InvalidOperationException("This game throws when it is told to.");
            case "hang":
                while (true)
                {
                    pulses[0].Beats++;
                }

            default:
                return base.OnCommand(room, seat, name, arguments);
        }
    }

    public override void OnTick(RoomContext room) => pulses[0].Beats++;

    private sealed class Pulse : Row
    {
        public long Beats
        {
            get => Int(0);
            set => Set(0, value);
        }
    }
}
