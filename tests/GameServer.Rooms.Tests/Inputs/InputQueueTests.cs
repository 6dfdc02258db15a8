using CsCheck;
using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Inputs;

public sealed class InputQueueTests
{
    [Fact]
    public void Inputs_wait_in_order_and_are_taken_one_by_one()
    {
        var queue = new InputQueue();
        Assert.True(queue.Offer(1, "a"));
        Assert.True(queue.Offer(4, "b"));

        Assert.Equal([1, 4], TakeAll(queue));
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void The_ninth_input_drops_the_oldest()
    {
        var queue = new InputQueue();
        for (var n = 1; n <= Limits.WaitingInputs + 1; n++)
        {
            Assert.True(queue.Offer(n, Payload.Nil));
        }

        Assert.Equal(Enumerable.Range(2, 8).Select(n => (long)n), TakeAll(queue));
    }

    [Fact]
    public void Repeated_and_older_inputs_are_ignored_even_after_they_were_taken()
    {
        var queue = new InputQueue();
        queue.Offer(3, Payload.Nil);
        TakeAll(queue);

        Assert.False(queue.Offer(3, Payload.Nil));
        Assert.False(queue.Offer(2, Payload.Nil));
        Assert.False(queue.Offer(-1, Payload.Nil));
        Assert.Empty(TakeAll(queue));
    }

    [Fact]
    public void Inputs_that_a_record_applied_count_as_received()
    {
        var queue = new InputQueue();
        queue.Applied(5);

        Assert.Equal(5, queue.LastReceived);
        Assert.False(queue.Offer(5, Payload.Nil));
        queue.Applied(3);
        Assert.Equal(5, queue.LastReceived);
    }

    [Fact]
    public void Whatever_arrives_the_numbers_taken_rise_and_the_newest_is_among_them()
    {
        Gen.Long[0, 40].Array[1, 100].Sample(numbers =>
        {
            var queue = new InputQueue();
            foreach (var n in numbers)
            {
                queue.Offer(n, Payload.Nil);
            }

            var taken = TakeAll(queue);
            Assert.True(taken.Count <= Limits.WaitingInputs);
            Assert.Equal(taken.Distinct().Order(), taken);
            Assert.Equal(numbers.Max(), numbers.Max() == 0 ? 0 : taken[^1]);
        });
    }

    private static List<long> TakeAll(InputQueue queue)
    {
        var taken = new List<long>();
        while (queue.TryTake(out var input))
        {
            taken.Add(input.N);
        }

        return taken;
    }
}
