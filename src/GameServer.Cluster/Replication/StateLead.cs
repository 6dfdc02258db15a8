namespace GameServer.Cluster.Replication;

/// <summary>
/// How far what is shown of a room may be ahead of what is released: so much of what players saw is taken back at most when its node
/// dies. State is not released itself, or a player's own input would be seen late.
/// </summary>
/// <param name="tickRate">The room's ticks a second.</param>
/// <param name="tick">The tick that the room begins with: nobody has seen more of it, or a copy has it.</param>
/// <remarks>Bound: a tick for each record that is not released, for which the room's outputs wait as well.</remarks>
public sealed class StateLead(int tickRate, long tick)
{
    /// <summary>How much simulation that is. A room whose ticks are longer shows what is released alone.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    private readonly long most = (long)(Most.TotalSeconds * tickRate);
    private readonly Queue<(long Record, long Tick)> waiting = new();
    private long safe = tick;

    /// <summary>The room made a record.</summary>
    /// <param name="record">Its number.</param>
    /// <param name="at">Its tick.</param>
    public void Produced(long record, long at) => waiting.Enqueue((record, at));

    /// <summary>Records up to that one are released: every later incarnation has them.</summary>
    public void Released(long upTo)
    {
        while (waiting.TryPeek(out var next) && next.Record <= upTo)
        {
            safe = next.Tick;
            waiting.Dequeue();
        }
    }

    /// <summary>Whether the state of a tick may be shown.</summary>
    public bool MayShow(long shown) => shown - safe <= most;
}
