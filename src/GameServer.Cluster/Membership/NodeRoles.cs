namespace GameServer.Cluster.Membership;

/// <summary>What a node does for the cluster.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>It holds the connections of clients.</summary>
    Gateway = 1,

    /// <summary>It carries rooms, and may be the matchmaker's home.</summary>
    Rooms = 2,
}

/// <summary>The names under which the members of the cluster know roles.</summary>
public static class NodeRoleNames
{
    /// <summary>The role of nodes that carry rooms.</summary>
    public const string Rooms = "rooms";

    /// <summary>The role of nodes that hold connections.</summary>
    public const string Gateway = "gateway";

    /// <summary>The names of some roles.</summary>
    public static string[] Of(NodeRoles roles) =>
    [
        .. roles.HasFlag(NodeRoles.Gateway) ? [Gateway] : Array.Empty<string>(),
        .. roles.HasFlag(NodeRoles.Rooms) ? [Rooms] : Array.Empty<string>(),
    ];
}
