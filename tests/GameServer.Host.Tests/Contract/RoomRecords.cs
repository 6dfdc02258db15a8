using System.Collections.Concurrent;
using GameServer.Cluster;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>What happened in one room.</summary>
internal sealed class RoomRecord
{
    private readonly List<RoomEvent> events = [];
    private readonly List<ApplyInput> inputs = [];
    private readonly Dictionary<int, int> most = [];

    internal RoomEvent[] Events
    {
        get
        {
            lock (events)
            {
                return [.. events];
            }
        }
    }

    /// <summary>The most inputs of that seat that one tick applied.</summary>
    internal int MostInputsOfATick(int seat)
    {
        lock (events)
        {
            return most.GetValueOrDefault(seat);
        }
    }

    internal ApplyInput[] Inputs
    {
        get
        {
            lock (events)
            {
                return [.. inputs];
            }
        }
    }

    internal void Add(TickResult result)
    {
        lock (events)
        {
            events.AddRange(result.Events);
            var applied = (result.Record?.Operations ?? []).OfType<ApplyInput>().ToArray();
            inputs.AddRange(applied);
            foreach (var seat in applied.CountBy(input => input.Seat))
            {
                most[seat.Key] = Math.Max(most.GetValueOrDefault(seat.Key), seat.Value);
            }
        }
    }
}

/// <summary>What happened in every room, as the rooms themselves say.</summary>
internal sealed class RoomRecords : IRoomObserver
{
    private readonly ConcurrentDictionary<string, RoomRecord> rooms = new();

    internal RoomRecord Of(string roomId) => rooms.GetOrAdd(roomId, _ => new RoomRecord());

    public void Ticked(RoomMachine machine, TickResult result) => Of(machine.Identity.RoomId).Add(result);
}
