using System.Collections.Concurrent;
using GameServer.Cluster;
using GameServer.Cluster.Tests.Contract;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>What happened in every room, as the rooms themselves say.</summary>
internal sealed class RoomRecords : IRoomObserver
{
    private readonly ConcurrentDictionary<string, RoomRecord> rooms = new();

    internal RoomRecord Of(string roomId) => rooms.GetOrAdd(roomId, _ => new RoomRecord());

    public void Ticked(RoomMachine machine, TickResult result) => Of(machine.Identity.RoomId).Add(machine.Tick, result);
}
