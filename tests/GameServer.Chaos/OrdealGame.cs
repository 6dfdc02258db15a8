using System.Globalization;
using GameServer.Cluster.Tests.Contract;
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

    // Inputs leave no trace of their own in a room, so that each tells when it was applied.
    public override void OnInput(RoomContext room, Seat seat, Payload input) =>
        room.Emit("pressed", $"{seat.Name} {input.AsInteger()} {room.Tick}");

    public override void OnTick(RoomContext room) => pulses[0].Beats++;

    /// <summary>The command whose trace an event is; null if it is none of that player's.</summary>
    internal static string? CommandOf(string player, Happening happening) =>
        happening.What.StartsWith($"said {player} ", StringComparison.Ordinal) ? happening.What["said ".Length..] : null;

    /// <summary>The input whose trace an event is; null if it is none of that player's.</summary>
    internal static (long Tick, long N)? InputOf(string player, Happening happening) =>
        happening.What.Split(' ') is ["pressed", var name, var n, var tick] && name == player
            ? (long.Parse(tick, CultureInfo.InvariantCulture), long.Parse(n, CultureInfo.InvariantCulture))
            : null;

    private sealed class Pulse : Row
    {
        public long Beats
        {
            get => Int(0);
            set => Set(0, value);
        }
    }
}
