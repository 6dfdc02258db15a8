using CsCheck;
using GameServer.Cluster.Journal;

namespace GameServer.Cluster.Tests.Journal;

public sealed class JournalCommitTests
{
    private enum Deed
    {
        Tick,
        Keep,
        Release,
        Lose,
    }

    private static readonly Gen<(Deed Deed, int Ms, bool Lease)[]> lives = Gen.Select(
        Gen.Frequency((6, Gen.Const(Deed.Tick)), (4, Gen.Const(Deed.Keep)), (4, Gen.Const(Deed.Release)), (1, Gen.Const(Deed.Lose))),
        Gen.Frequency((3, Gen.Int[0, 60]), (1, Gen.Int[200, 1500])),
        Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))).Array[0, 80];

    [Fact]
    public void Nothing_is_told_that_the_journal_does_not_have() => lives.Sample(life =>
    {
        var commit = new JournalCommit(TimeSpan.Zero);
        var (now, given, kept, released, hasBegun, isLost) = (TimeSpan.Zero, new Queue<long>([0]), 0L, 0L, false, false);
        foreach (var (deed, ms, lease) in life)
        {
            now += TimeSpan.FromMilliseconds(ms);
            switch (deed)
            {
                case Deed.Tick when commit.MayTick(lease, now):
                    Assert.True(lease && !isLost);
                    commit.Produce(now);
                    given.Enqueue(commit.Produced);
                    break;
                case Deed.Keep when given.TryDequeue(out var next):
                    (kept, hasBegun) = (next, true);
                    commit.Kept(next);
                    break;
                case Deed.Lose:
                    isLost = true;
                    commit.Lose();
                    break;
                case Deed.Release:
                    var before = released;
                    released = commit.Release(lease);
                    Assert.InRange(released, before, hasBegun ? kept : 0);
                    Assert.True(released == before || (lease && !isLost));
                    Assert.True(!lease || isLost || !hasBegun || kept < commit.Produced || released == kept);
                    Assert.True(released == before || commit.IsTold);
                    break;
            }
        }
    });

    [Fact]
    public void Room_whose_journal_is_silent_stops_and_goes_on_when_it_answers()
    {
        var commit = new JournalCommit(TimeSpan.Zero);
        var now = TimeSpan.Zero;
        commit.Kept(0);
        now += TimeSpan.FromHours(1);
        Assert.True(commit.MayTick(true, now));
        commit.Produce(now);
        commit.Produce(now + (JournalCommit.Patience / 2));
        Assert.True(commit.MayTick(true, now + JournalCommit.Patience - TimeSpan.FromMilliseconds(1)));
        Assert.False(commit.MayTick(true, now + JournalCommit.Patience));

        commit.Kept(1);
        Assert.False(commit.MayTick(true, now + JournalCommit.Patience));
        commit.Kept(2);
        Assert.True(commit.MayTick(true, now + JournalCommit.Patience));
        Assert.False(commit.MayTick(false, now + JournalCommit.Patience));
    }

    [Fact]
    public void Room_that_has_not_begun_in_the_journal_does_not_tick_on()
    {
        var commit = new JournalCommit(TimeSpan.FromSeconds(5));
        Assert.True(commit.MayTick(true, TimeSpan.FromSeconds(5)));
        Assert.False(commit.MayTick(true, TimeSpan.FromSeconds(5) + JournalCommit.Patience));
        commit.Produce(TimeSpan.FromSeconds(5));
        Assert.Equal(0, commit.Release(true));
    }
}
