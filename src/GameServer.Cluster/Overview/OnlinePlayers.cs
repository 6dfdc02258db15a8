using GameServer.Cluster.Sessions;

namespace GameServer.Cluster.Overview;

/// <summary>
/// Who is connected to a node: by player, however many tabs and connections each has; who watches without being a player is not in it.
/// Told from wherever sessions run.
/// </summary>
/// <remarks>
/// Bound: the players of the node's own connections, and those whose last one ended within <see cref="Stay"/>. However many there are, what
/// one of them does costs the same.
/// </remarks>
public sealed class OnlinePlayers
{
    /// <summary>How long one stays after the last connection: a reload, another transport and the pause between two polls are no absence.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> byId = [];
    private readonly LinkedList<Entry> arrived = [];
    private readonly LinkedList<Entry> absent = [];

    /// <summary>A connection of the player was opened. The name of the latest counts.</summary>
    public void Came(PlayerIdentity player)
    {
        if (player.PlayerId == PlayerIdentity.Nobody.PlayerId)
        {
            return;
        }

        lock (gate)
        {
            if (!byId.TryGetValue(player.PlayerId, out var entry))
            {
                byId[player.PlayerId] = entry = new Entry();
                arrived.AddLast(entry.Arrival);
            }
            else if (entry.Connections == 0)
            {
                absent.Remove(entry.Absence);
            }

            entry.Player = player;
            entry.Connections++;
        }
    }

    /// <summary>A connection that was told by <see cref="Came"/> is no more.</summary>
    /// <param name="player">Whose.</param>
    /// <param name="now">By the node's own clock.</param>
    public void Left(PlayerIdentity player, TimeSpan now)
    {
        lock (gate)
        {
            if (byId.TryGetValue(player.PlayerId, out var entry) && --entry.Connections == 0)
            {
                entry.Until = now + Stay;
                absent.AddLast(entry.Absence);
            }
        }
    }

    /// <summary>Who is here now. Named are those who are here longest, since that list changes least where many come and go.</summary>
    public OnlineReport Report(TimeSpan now)
    {
        lock (gate)
        {
            while (absent.First is { } first && first.Value.Until <= now)
            {
                absent.RemoveFirst();
                arrived.Remove(first.Value.Arrival);
                byId.Remove(first.Value.Player.PlayerId);
            }

            return new OnlineReport(byId.Count, [.. arrived.Take(OnlineReport.MaxPlayers).Select(entry => entry.Player)]);
        }
    }

    /// <summary>Has its places in both lists, so that coming and going makes nothing new.</summary>
    private sealed class Entry
    {
        internal Entry()
        {
            Arrival = new LinkedListNode<Entry>(this);
            Absence = new LinkedListNode<Entry>(this);
        }

        internal LinkedListNode<Entry> Arrival { get; }

        internal LinkedListNode<Entry> Absence { get; }

        internal PlayerIdentity Player { get; set; } = PlayerIdentity.Nobody;

        internal int Connections { get; set; }

        internal TimeSpan Until { get; set; }
    }
}
