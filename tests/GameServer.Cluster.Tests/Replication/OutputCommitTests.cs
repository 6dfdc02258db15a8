using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class OutputCommitTests
{
    private static readonly NodeId one = new("one", 1);
    private static readonly NodeId two = new("two", 2);
    private static readonly NodeId three = new("three", 3);
    private static readonly ReplicaEpoch epoch = new(2, "two");

    private readonly Lease held = new(one);

    public OutputCommitTests() => held.SetVoters([one], []);

    [Fact]
    public void What_was_recovered_waits_for_the_new_store_as_what_is_new_does()
    {
        var commit = new OutputCommit(epoch, recovered: 10);
        Assert.Equal(0, commit.Release(held.Grant, At(0)));
        commit.Use(one, At(0));
        commit.Produce(At(10));
        Assert.Equal(0, commit.Release(held.Grant, At(0)));
        commit.Stored(one, new RecordPosition(2, 1, 10), At(20));
        Assert.Equal(10, commit.Release(held.Grant, At(0)));
        commit.Stored(one, new RecordPosition(2, 1, 11), At(30));
        Assert.Equal(10, commit.Release(new Lease(one).Grant, At(0)));
        Assert.Equal(11, commit.Release(held.Grant, At(0)));
    }

    [Fact]
    public void Only_the_current_store_and_generation_count()
    {
        var commit = Produced(3);
        commit.Use(two, At(200));
        commit.Stored(one, new RecordPosition(2, 1, 3), At(210));
        commit.Stored(two, new RecordPosition(2, 1, 3), At(210));
        commit.Stored(two, new RecordPosition(1, 2, 3), At(210));
        Assert.Equal(0, commit.Release(held.Grant, At(0)));
        commit.Stored(two, new RecordPosition(2, 2, 3), At(220));
        Assert.Equal(3, commit.Release(held.Grant, At(0)));
    }

    [Fact]
    public void It_asks_for_another_store_after_150_ms_and_stops_after_500()
    {
        var commit = Produced(1);
        Assert.False(commit.IsLate(At(149)));
        Assert.True(commit.IsLate(At(150)));
        Assert.True(commit.MayTick(isLeaseHeld: true, At(499)));
        Assert.False(commit.MayTick(isLeaseHeld: true, At(500)));
        Assert.False(commit.MayTick(isLeaseHeld: false, At(1)));
        commit.Stored(one, new RecordPosition(2, 1, 1), At(600));
        Assert.True(commit.MayTick(isLeaseHeld: true, At(5000)));
    }

    [Fact]
    public void A_store_that_takes_a_large_copy_piece_by_piece_is_not_late_but_the_room_stops_for_it()
    {
        var commit = Produced(1);
        for (var ms = 100; ms <= 1000; ms += 100)
        {
            commit.Progressed(one, 1, At(ms));
            Assert.False(commit.IsLate(At(ms + 149)));
            Assert.Equal(ms < 500, commit.MayTick(isLeaseHeld: true, At(ms)));
        }

        commit.Progressed(two, 1, At(1140));
        commit.Progressed(one, 2, At(1140));
        Assert.True(commit.IsLate(At(1150)));
        commit.Use(two, At(1150));
        Assert.False(commit.IsLate(At(1299)));
        Assert.True(commit.IsLate(At(1300)));
    }

    [Fact]
    public void The_last_copy_of_a_room_that_has_stopped_goes_to_another_store_when_nothing_was_heard_of_it_for_500_ms()
    {
        var commit = Produced(1);
        commit.Stored(one, new RecordPosition(2, 1, 1), At(10));
        commit.Release(held.Grant, At(10));
        Assert.False(commit.IsLate(At(10_000)));
        commit.Use(one, At(1000));
        Assert.False(commit.IsLate(At(1499)));
        Assert.True(commit.IsLate(At(1500)));
        commit.Progressed(one, 2, At(1400));
        Assert.False(commit.IsLate(At(1899)));
        Assert.True(commit.IsLate(At(1900)));
        commit.Stored(one, new RecordPosition(2, 2, 1), At(1900));
        Assert.False(commit.IsLate(At(10_000)));
    }

    [Fact]
    public void Alone_it_releases_at_once_and_sealed_never_again()
    {
        var commit = new OutputCommit(epoch, 0);
        commit.UseNone();
        commit.Produce(At(0));
        Assert.Equal(1, commit.Release(held.Grant, At(0)));
        commit.Produce(At(1));
        commit.Seal();
        Assert.Equal(1, commit.Release(held.Grant, At(0)));
        Assert.False(commit.MayTick(isLeaseHeld: true, At(2)));
    }

    [Fact]
    public void The_store_is_the_next_of_the_ring_and_another_only_while_that_is_late()
    {
        NodeId[] ring = [three, one, two];
        Assert.Equal(three, StoreRing.Next(one, ring));
        Assert.Equal(two, StoreRing.Next(three, ring));
        Assert.Equal(one, StoreRing.Next(two, ring));
        Assert.Equal(two, StoreRing.Next(one, ring, late: three));
        Assert.Equal(three, StoreRing.Next(one, [one, three], late: three));
        Assert.Null(StoreRing.Next(one, [one]));
    }

    [Fact]
    public void It_stops_after_500_ms_of_silence_however_many_stores_it_turned_to_meanwhile()
    {
        var commit = Produced(1);
        commit.Use(two, At(150));
        commit.Produce(At(200));
        commit.Use(three, At(300));
        commit.Use(two, At(450));
        Assert.True(commit.MayTick(isLeaseHeld: true, At(499)));
        Assert.False(commit.MayTick(isLeaseHeld: true, At(500)));
        Assert.False(commit.IsLate(At(599)));
        commit.Stored(two, new RecordPosition(2, 4, 1), At(600));
        Assert.True(commit.MayTick(isLeaseHeld: true, At(600)));
    }

    [Fact]
    public void A_majority_must_have_been_asked_since_its_store_has_a_full_copy()
    {
        var lease = new Lease(one);
        lease.SetVoters([one, two, three], []);
        lease.Answered(three, At(109));
        var commit = new OutputCommit(epoch, 0);
        commit.Use(two, At(100));
        commit.Produce(At(100));
        commit.Stored(two, new RecordPosition(2, 1, 1), At(110));
        Assert.True(lease.Grant.IsHeld(At(110)));
        Assert.Equal(0, commit.Release(lease.Grant, At(110)));
        lease.Answered(three, At(110));
        Assert.Equal(1, commit.Release(lease.Grant, At(120)));
        commit.Produce(At(120));
        commit.Stored(two, new RecordPosition(2, 1, 2), At(130));
        Assert.Equal(2, commit.Release(lease.Grant, At(130)));
    }

    private static OutputCommit Produced(int records)
    {
        var commit = new OutputCommit(epoch, 0);
        commit.Use(one, At(0));
        for (var i = 0; i < records; i++)
        {
            commit.Produce(At(0));
        }

        return commit;
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
