using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Membership;

/// <summary>
/// The formats of what nodes give each other, for while they are of different versions: each says the newest that it reads, and the lowest
/// that all of them read is written.
/// </summary>
/// <remarks>
/// A field that is appended needs no new format, since older nodes pass over it. What does is counted up here, and is written in its new
/// form from when what is spoken has reached that.
/// </remarks>
public sealed class NodeFormats
{
    /// <summary>The newest that this version reads.</summary>
    public const int Newest = WithPieces;

    /// <summary>From here on large messages come in pieces (<see cref="Pieces.MessagePiece"/>).</summary>
    public const int WithPieces = 2;

    /// <summary>That of nodes which say none.</summary>
    public const int Oldest = 1;

    private readonly int own;
    private readonly Dictionary<NodeId, int> stated = [];
    private NodeId[] others = [];

    /// <param name="own">The newest that this node reads.</param>
    public NodeFormats(int own = Newest) => this.own = own;

    /// <summary>What every member reads. One that has not said anything yet may be of any version.</summary>
    public int Spoken => others.Select(node => stated.GetValueOrDefault(node, Oldest)).Append(own).Min();

    /// <summary>What is spoken with somebody who reads that format; null if it was not stated.</summary>
    public static int SpokenWith(int? format, int own = Newest) => Math.Min(format ?? Oldest, own);

    /// <summary>Sets who else there is.</summary>
    public void SetOthers(IEnumerable<NodeId> members)
    {
        others = [.. members];
        foreach (var gone in stated.Keys.Except(others).ToArray())
        {
            stated.Remove(gone);
        }
    }

    /// <summary>A member has said what it reads.</summary>
    /// <returns>Whether that is news.</returns>
    public bool State(NodeId node, int? format)
    {
        var reads = format ?? Oldest;
        if (!others.Contains(node) || (stated.TryGetValue(node, out var before) && before == reads))
        {
            return false;
        }

        stated[node] = reads;
        return true;
    }
}
