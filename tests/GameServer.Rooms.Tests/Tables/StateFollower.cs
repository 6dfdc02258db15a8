using System.Buffers;

namespace GameServer.Rooms.Tests.Tables;

/// <summary>A client: it holds a state and its tick, asks some replica for what is newer, and may lose what it was sent.</summary>
internal sealed class StateFollower
{
    private readonly List<(long Tick, StateCopy State)> past = [];
    private StateCopy state = new();

    public long Tick { get; private set; }

    public int Fulls { get; private set; }

    public int Deltas { get; private set; }

    public string Seen => state.ToString();

    /// <summary>Comes to the replica's tick, by delta where the replica keeps the baseline.</summary>
    public void CatchUp(StateReplica replica)
    {
        if (replica.Tick < Tick)
        {
            // A replica that lags behind: within an epoch the state never goes back.
            return;
        }

        past.Add((Tick, state.Clone()));
        var output = new ArrayBufferWriter<byte>();
        if (replica.Keeps(Tick))
        {
            replica.WriteDelta(output, Tick);
            Deltas++;
        }
        else
        {
            replica.WriteFull(output);
            state.Clear();
            Fulls++;
        }

        state.Apply(output.WrittenMemory);
        Tick = replica.Tick;
        AssertNoSecret(output.WrittenSpan);
    }

    /// <summary>Falls back to a state that it had before, as after a response that never arrived.</summary>
    public void Lose(int howMany)
    {
        if (past.Count > 0)
        {
            var (tick, older) = past[Math.Max(0, past.Count - howMany)];
            Tick = tick;
            state = older.Clone();
        }
    }

    /// <summary>Begins without anything, as a reloaded page.</summary>
    public void Forget()
    {
        Tick = 0;
        state = new StateCopy();
    }

    private static void AssertNoSecret(ReadOnlySpan<byte> sent) =>
        Assert.True(sent.IndexOf("secret"u8) < 0, "A hidden table's value was sent.");
}
