using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>Moves the gate along its circle, and turns into score what ships carry through it.</summary>
internal sealed class Bank(ArenaTables tables, int world)
{
    private const int MaxRadius = 120;

    /// <summary>The gate moves in these steps, which clients smooth: moving it each tick would be most of what a quiet arena sends.</summary>
    private const int MoveTicks = 4;

    private const int TicksPerStep = 2;

    /// <summary>By how far the gate of each round begins elsewhere; odd, so that all places have their turn.</summary>
    private const int StepsPerRound = 389;

    internal void Create(RoomContext room)
    {
        var gate = tables.Gates.Add(Gate.TheKey);
        gate.Radius = Math.Min(MaxRadius, world / 16 / Rules.Unit);
        Place(gate, room.Tick);
    }

    /// <summary>Turns with the clock in odd rounds and against it in even ones, outside of where most crystals are.</summary>
    internal void Move(RoomContext room)
    {
        if (room.Tick % MoveTicks == 0)
        {
            Place(tables.Gate, room.Tick);
        }
    }

    /// <summary>Banks the cargo of all ships that are in the gate.</summary>
    internal void Take(RoomContext room)
    {
        var gate = tables.Gate;
        long radius = gate.Radius * Rules.Unit;
        foreach (var ship in tables.Ships)
        {
            if (ship.Cargo == 0)
            {
                continue;
            }

            long dx = ship.X - gate.X, dy = ship.Y - gate.Y;
            if (dx * dx + dy * dy <= radius * radius)
            {
                room.Emit("banked", Payload.Map(("ship", ship.Key), ("amount", ship.Cargo)));
                ship.Score += ship.Cargo;
                ship.Cargo = 0;
            }
        }
    }

    private void Place(Gate gate, long tick)
    {
        var number = tables.Round.Number;
        var turned = (int)(tick / TicksPerStep % Turn.Steps);
        var angle = number * StepsPerRound + (number % 2 == 0 ? -turned : turned);
        gate.X = world / 2 + Flight.Along(world * 3 / 8, Turn.Cos(angle));
        gate.Y = world / 2 + Flight.Along(world * 3 / 8, Turn.Sin(angle));
    }
}
