using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Contract;

/// <summary>What happened in one room, as the room itself says.</summary>
internal sealed class RoomRecord
{
    private readonly List<RoomEvent> events = [];
    private readonly List<(long Tick, RoomOperation Operation)> operations = [];

    /// <summary>How many events there were.</summary>
    internal int Count
    {
        get
        {
            lock (events)
            {
                return events.Count;
            }
        }
    }

    /// <summary>The offset of the newest event that a seat may see.</summary>
    internal long HeadFor(int seat)
    {
        lock (events)
        {
            return events.Last(made => made.Audience.Includes(seat)).Offset;
        }
    }

    internal RoomTruth TruthFor(int seat)
    {
        lock (events)
        {
            return new RoomTruth(
                [.. events.Where(made => made.Audience.Includes(seat)).Select(made => new Happening(made.Offset, $"{made.Name} {made.Payload}"))],
                [.. operations.Select(each => each.Operation).OfType<ApplyCommand>().Where(command => command.Seat == seat).Select(command => $"{command.N}")],
                [.. from each in operations where each.Operation is ApplyInput input && input.Seat == seat select (each.Tick, ((ApplyInput)each.Operation).N)]);
        }
    }

    internal void Add(long tick, TickResult result)
    {
        lock (events)
        {
            events.AddRange(result.Events);
            operations.AddRange((result.Record?.Operations ?? []).Select(operation => (tick, operation)));
        }
    }
}
