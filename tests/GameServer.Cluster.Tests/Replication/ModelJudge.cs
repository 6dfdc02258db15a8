using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

/// <summary>
/// Sees everything at once and says what must never be seen. The numbers in its words are those of the list in <see cref="ModelTests"/>.
/// </summary>
internal sealed class ModelJudge
{
    private static readonly TimeSpan lease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan takenBack = TimeSpan.FromMilliseconds(250);

    // What clients were told: which record stands at which offset.
    private readonly List<long> released = [];
    private int newestBegun;
    private int newestToRelease;

    // Up to which tick players have seen the room.
    private int shown;

    /// <summary>The room's node and its store's were lost at the same moment: the next incarnation may begin earlier, and says so.</summary>
    public bool MayRewind { get; set; }

    /// <summary>
    /// Faults come at any time: also when an incarnation has just begun and is sealed before its store has a copy, while the node that it
    /// had its own from dies. Then each may begin earlier, and not only the next.
    /// </summary>
    public bool EachMayRewind { get; set; }

    /// <summary>Counts the rooms: one of which no copy is left is closed, and the next is another room.</summary>
    public int Room { get; private set; }

    public int Rewinds { get; private set; }

    public int Released => released.Count;

    public long Total { get; private set; }

    public void Begins(TimeSpan now, ModelNode home, ReplicaEpoch epoch, List<long> history, IEnumerable<ModelNode> members)
    {
        if (history.Count == 0 && MayRewind)
        {
            (newestBegun, newestToRelease, shown) = (0, 0, 0);
            Room++;
        }

        Assert.True(epoch.Number > newestBegun, $"(4) At {now}: epoch {epoch.Number} begins after epoch {newestBegun}.");
        newestBegun = epoch.Number;
        for (var i = 0; i < Math.Min(released.Count, history.Count); i++)
        {
            Assert.True(released[i] == history[i], $"(2) At {now}: record {i + 1} was released as {released[i]}; now it is {history[i]}.");
        }

        var lost = TimeSpan.FromSeconds((double)(shown - history.Count) / ModelCluster.TickRate);
        Assert.True(
            lost <= takenBack || MayRewind,
            $"(8) At {now}: epoch {epoch.Number} begins at tick {history.Count}; players have seen {shown}.");
        shown = history.Count;
        if (released.Count > history.Count)
        {
            Assert.True(
                MayRewind,
                $"(2) At {now}: {home.Id} begins epoch {epoch.Number} at {history.Count}; released were {released.Count}.");
            foreach (var member in members.Where(member => member.Store.Held is not null))
            {
                var (count, _) = ModelCopy.Read(member.Store);
                Assert.True(count <= history.Count, $"(2) At {now}: {member.Id} has {count} records; only {history.Count} were found.");
            }

            Rewinds++;
            released.RemoveRange(history.Count, released.Count - history.Count);
        }

        MayRewind = EachMayRewind;
    }

    public void Releases(TimeSpan now, ModelNode home, ModelRoom room, long before, long upTo)
    {
        var epoch = room.Commit.Epoch.Number;
        Assert.True(room.Number == Room, $"(1) At {now}: {home.Id} released in a room that is closed.");
        Assert.True(epoch >= newestToRelease, $"(1) At {now}: {home.Id} released in epoch {epoch} after epoch {newestToRelease} had.");
        newestToRelease = epoch;
        var silent = home.Voters.Concat(home.Newcomers)
            .Where(voter => voter != home.Id && (!home.Votes.TryGetValue(voter, out var asked) || now - asked >= lease)).ToArray();
        var votes = home.Voters.Except(silent).Count();
        Assert.True(
            2 * votes > home.Voters.Union(silent).Count(), $"(3) At {now}: {home.Id} released with {votes} votes; {silent.Length} were silent.");
        for (var i = (int)before; i < upTo; i++)
        {
            if (i < released.Count)
            {
                Assert.True(released[i] == room.History[i], $"(2) At {now}: record {i + 1} was {released[i]}; epoch {epoch} says {room.History[i]}.");
            }
            else
            {
                released.Add(room.History[i]);
                Total++;
            }
        }
    }

    public void Shows(ModelRoom room)
    {
        if (room.Number == Room && room.Commit.Epoch.Number >= newestBegun)
        {
            shown = Math.Max(shown, room.History.Count);
        }
    }

    public static void Ticks(TimeSpan now, ModelRoom room) => Assert.True(
        room.WaitsSince is not { } since || now - since < patience,
        $"(7) At {now}: epoch {room.Commit.Epoch.Number} still ticks; nothing has been acknowledged since {room.WaitsSince}.");

    public static void Stops(TimeSpan now, ModelNode home, ModelRoom room) => Assert.True(
        !room.IsHandedOver || room.HasLastStored,
        $"(9) At {now}: {home.Id} takes epoch {room.Commit.Epoch.Number} for handed over; no store has the image with which it stopped.");

    public static void Offered(TimeSpan now, ModelNode store, ModelRoom room, ReplicaBatch batch, BatchVerdict verdict, bool isLast)
    {
        if (verdict != BatchVerdict.Stored)
        {
            return;
        }

        room.HasLastStored |= isLast;

        Assert.True(batch.Epoch.Number >= store.SealedFor, $"(6) At {now}: {store.Id} took epoch {batch.Epoch.Number}; it is sealed for {store.SealedFor}.");
        var held = store.Store.Held!.Value;
        var (count, last) = ModelCopy.Read(store.Store);
        Assert.True(
            held.Epoch == batch.Epoch.Number && held.Record == count && last == ModelCopy.Last(room.History, (int)count),
            $"(6) At {now}: {store.Id} says that it holds {held}; it holds {count} records, the last {last}.");
    }
}
