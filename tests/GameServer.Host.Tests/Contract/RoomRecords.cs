using System.Collections.Concurrent;
using GameServer.Cluster;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>What happened in one room.</summary>
internal sealed class RoomRecord
{
    private readonly List<RoomEvent> events = [];
    private readonly List<ApplyInput> inputs = [];

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
            inputs.AddRange((result.Record?.Operations ?? []).OfType<ApplyInput>());
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
