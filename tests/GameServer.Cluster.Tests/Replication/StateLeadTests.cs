using CsCheck;
using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Replication;

public sealed class StateLeadTests
{
    [Theory]
    [InlineData(30, 7)]
    [InlineData(10, 2)]
    [InlineData(4, 1)]
    [InlineData(3, 0)]
    public void State_is_shown_up_to_250_ms_beyond_what_is_released(int tickRate, int ticks)
    {
        var lead = new StateLead(tickRate, tick: 100);
        Assert.True(lead.MayShow(100 + ticks));
        Assert.False(lead.MayShow(101 + ticks));
        lead.Produced(1, at: 103);
        lead.Produced(2, at: 106);
        Assert.False(lead.MayShow(101 + ticks));
        lead.Released(1);
        Assert.True(lead.MayShow(103 + ticks));
        Assert.False(lead.MayShow(104 + ticks));
    }

    [Fact]
    public void What_is_shown_is_never_more_than_250_ms_beyond_a_released_record() => Gen.Select(Gen.Int[1, 60], Gen.Int[0, 3].Array[1, 200]).Sample(
        (tickRate, steps) =>
        {
            var lead = new StateLead(tickRate, tick: 0);
            var records = new List<long>();
            var (tick, released) = (0L, 0);
            foreach (var step in steps)
            {
                tick++;
                if (step > 0)
                {
                    records.Add(tick);
                    lead.Produced(records.Count, tick);
                }

                // Up to what was released before, too: a store says the same again.
                released = step == 3 ? records.Count : released;
                lead.Released(released);
                var safe = released == 0 ? 0 : records[released - 1];
                Assert.Equal((tick - safe) * 1000 <= 250 * tickRate, lead.MayShow(tick));
            }
        });
}
