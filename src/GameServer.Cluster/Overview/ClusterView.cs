using System.Security.Cryptography;
using System.Text;
using GameServer.Cluster.Replication;
using GameServer.Rooms;

namespace GameServer.Cluster.Overview;

/// <summary>
/// Makes one picture of what members report and what becomes of them. Times are those of one clock: the node's that looks.
/// </summary>
/// <remarks>Bounds: members, each with the rooms of a report; what is gone is kept for <see cref="KeepFor"/>.</remarks>
public sealed class ClusterView(NodeId self)
{
    /// <summary>For how long nodes that are gone and rooms that were not seen again are remembered.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    /// <summary>Moves that a snapshot has at most.</summary>
    public const int MaxMoves = 24;

    private const int PublicPartOfCode = 4;
    private const int MarkBytes = 4;
    private static readonly TimeSpan stillAfter = TimeSpan.FromSeconds(2.5);

    private readonly Dictionary<NodeId, Seen> nodes = [];
    private readonly Dictionary<string, Sighting> sightings = [];
    private readonly Queue<Moved> moves = [];

    /// <summary>The members there are, whether or not they can be reached.</summary>
    public IEnumerable<NodeId> Members => nodes.Where(node => !IsOver(node.Value.Status)).Select(node => node.Key);

    /// <summary>Something became of a member.</summary>
    public void Changed(NodeId node, NodeStatus status, IReadOnlyList<string> roles, TimeSpan now)
    {
        if (!nodes.TryGetValue(node, out var seen))
        {
            // Another run at the address of one that is gone takes its place.
            foreach (var before in nodes.Keys.Where(other => other.Address == node.Address && IsOver(nodes[other].Status)).ToArray())
            {
                nodes.Remove(before);
            }

            nodes[node] = seen = new Seen();
        }

        seen.Status = status;
        seen.Roles = roles;
        seen.ChangedAt = now;
    }

    /// <summary>A member can be reached no more, or again.</summary>
    public void Reachable(NodeId node, bool isReachable)
    {
        if (nodes.TryGetValue(node, out var seen))
        {
            seen.IsUnreachable = !isReachable;
        }
    }

    /// <summary>A member reported.</summary>
    /// <returns>Whether a room has begun or gone on elsewhere by it.</returns>
    public bool Reported(NodeReport report, TimeSpan now)
    {
        if (!nodes.TryGetValue(report.Node, out var seen) || IsOver(seen.Status))
        {
            return false;
        }

        seen.Report = report;
        seen.ReportedAt = now;
        var isNews = false;
        foreach (var room in report.Rooms)
        {
            isNews |= Sighted(report.Node, room, now - room.Age);
        }

        return isNews;
    }

    /// <summary>The picture as it is now.</summary>
    public ClusterSnapshot Snapshot(TimeSpan now)
    {
        Forget(now);
        var names = Names();
        return new ClusterSnapshot(
            names.GetValueOrDefault(self, ""),
            [
                .. from node in nodes
                   let name = names[node.Key]
                   orderby name.Length, name
                   select Snapshot(node.Key, node.Value, name, now),
            ],
            [
                .. moves.Select(moved => new RoomMove(
                    IdOf(moved.Room),
                    moved.Room.Kind,
                    moved.Room.Epoch,
                    names.GetValueOrDefault(moved.From, moved.FromName),
                    names.GetValueOrDefault(moved.To, moved.ToName),
                    moved.Pause.TotalMilliseconds)),
            ]);
    }

    /// <summary>Who is connected to those that are members.</summary>
    public OnlineSnapshot Online() => OnlineSnapshot.Of(
        [.. nodes.Values.Where(node => !IsOver(node.Status)).Select(node => node.Report?.Online).OfType<OnlineReport>()]);

    /// <summary>The member that a snapshot calls by this name, or null.</summary>
    public NodeId? Find(string name)
    {
        foreach (var (node, called) in Names())
        {
            if (called == name && !IsOver(nodes[node].Status))
            {
                return node;
            }
        }

        return null;
    }

    private static bool IsOver(NodeStatus status) => status is NodeStatus.Left or NodeStatus.Gone;

    /// <summary>Tells rooms apart, and does not let into a private one: of a code it is the beginning, of a name a mark.</summary>
    private static string IdOf(RoomReport room)
    {
        if (!room.IsPrivate)
        {
            return room.RoomId;
        }

        return StandingRooms.TryParse(room.RoomId, out var kind, out var name)
            ? StandingRooms.IdOf(kind, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, MarkBytes)))
            : room.RoomId[..Math.Min(PublicPartOfCode, room.RoomId.Length)];
    }

    private bool Sighted(NodeId node, RoomReport room, TimeSpan at)
    {
        if (!sightings.TryGetValue(room.RoomId, out var before))
        {
            sightings[room.RoomId] = new Sighting(node, room, at);
            return true;
        }

        if (room.Epoch < before.Room.Epoch || (room.Epoch == before.Room.Epoch && room.Tick < before.Room.Tick))
        {
            return false;
        }

        sightings[room.RoomId] = new Sighting(node, room, at);
        if (room.Epoch == before.Room.Epoch)
        {
            return false;
        }

        var simulated = TimeSpan.FromSeconds((room.Tick - before.Room.Tick) / (double)Math.Max(1, room.TickRate));
        var pause = at - before.At - simulated;
        var names = Names();
        moves.Enqueue(new Moved(
            room, before.Node, node, names.GetValueOrDefault(before.Node, ""), names.GetValueOrDefault(node, ""),
            pause < TimeSpan.Zero ? TimeSpan.Zero : pause));
        if (moves.Count > MaxMoves)
        {
            moves.Dequeue();
        }

        return true;
    }

    private NodeSnapshot Snapshot(NodeId node, Seen seen, string name, TimeSpan now)
    {
        var rooms = (seen.Report?.Rooms ?? []).Where(room => IsStillAt(node, room)).ToArray();
        var isOver = IsOver(seen.Status);
        return new NodeSnapshot(
            name,
            HostAndPort(node),
            seen.IsUnreachable && !isOver ? NodeStatus.Unreachable : seen.Status,
            seen.Roles,
            isOver ? null : seen.Report?.Connections,
            isOver || seen.Report?.Rates is not { } rates
                ? null
                : new RatesSnapshot(rates.Envelopes, rates.Frames, rates.Bytes, rates.ReplicationLag?.TotalMilliseconds),
            isOver ? rooms.Length : seen.Report?.RoomCount ?? 0,
            [
                .. rooms.Select(room => new RoomSnapshot(
                    IdOf(room),
                    room.Kind,
                    room.IsPrivate,
                    room.Epoch,
                    room.Players,
                    room.Seats,
                    room.TickRate,
                    room.TickMedian.TotalMilliseconds,
                    room.TickP99.TotalMilliseconds,
                    isOver || now - seen.ReportedAt + room.Age >= stillAfter)),
            ]);
    }

    /// <summary>Whether nobody was seen to have gone on with the room.</summary>
    private bool IsStillAt(NodeId node, RoomReport room) =>
        sightings.TryGetValue(room.RoomId, out var last) && last.Node == node && last.Room.Epoch == room.Epoch;

    private void Forget(TimeSpan now)
    {
        foreach (var (node, seen) in nodes.ToArray())
        {
            if (IsOver(seen.Status) && now - seen.ChangedAt >= KeepFor)
            {
                nodes.Remove(node);
            }
        }

        foreach (var (room, last) in sightings.ToArray())
        {
            if (now - last.At >= KeepFor)
            {
                sightings.Remove(room);
            }
        }
    }

    private Dictionary<NodeId, string> Names()
    {
        var called = nodes.ToDictionary(node => node.Key, node => node.Value.Report?.Name is { Length: > 0 } name ? name : HostAndPort(node.Key));
        var several = called.Values.GroupBy(name => name).Where(nodes => nodes.Skip(1).Any()).Select(nodes => nodes.Key).ToHashSet();
        return called.ToDictionary(
            node => node.Key,
            node => several.Contains(node.Value) ? $"{node.Value} {HostAndPort(node.Key)}" : node.Value);
    }

    private static string HostAndPort(NodeId node) => node.Address[(node.Address.LastIndexOf('@') + 1)..];

    private sealed class Seen
    {
        internal NodeStatus Status { get; set; }

        internal bool IsUnreachable { get; set; }

        internal IReadOnlyList<string> Roles { get; set; } = [];

        internal TimeSpan ChangedAt { get; set; }

        internal NodeReport? Report { get; set; }

        internal TimeSpan ReportedAt { get; set; }
    }

    private sealed record Sighting(NodeId Node, RoomReport Room, TimeSpan At);

    private sealed record Moved(RoomReport Room, NodeId From, NodeId To, string FromName, string ToName, TimeSpan Pause);
}
