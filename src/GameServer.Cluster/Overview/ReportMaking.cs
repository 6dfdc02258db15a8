using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Overview;

/// <summary>Makes a node's report out of its gauges.</summary>
public static class ReportMaking
{
    /// <summary>The report as of now.</summary>
    public static NodeReport Make(NodeId node, NodeOverview overview, NodeRates rates, TimeSpan now)
    {
        var gauges = overview.Gauges;
        var rooms = gauges.Rooms.ToArray();
        return new NodeReport(
            node,
            overview.Name,
            new ConnectionCounts(
                gauges.Count(Connection.WebSocket), gauges.Count(Connection.Stream), gauges.Count(Connection.Poll)),
            rates,
            rooms.Length,
            [
                .. rooms
                    .OrderByDescending(room => room.Players)
                    .ThenBy(room => room.Room.RoomId, StringComparer.Ordinal)
                    .Take(NodeReport.MaxRooms)
                    .Select(room => new RoomReport(
                        room.Room.RoomId,
                        room.Room.Kind,
                        room.Room.IsPrivate,
                        room.Epoch,
                        room.Players,
                        room.Seats,
                        room.TickRate,
                        room.Tick,
                        now > room.At ? now - room.At : TimeSpan.Zero,
                        room.TickMedian,
                        room.TickP99)),
            ],
            gauges.Online.Report(now));
    }
}
