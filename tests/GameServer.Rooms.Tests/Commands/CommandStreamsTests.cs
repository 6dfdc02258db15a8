using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Commands;

public sealed class CommandStreamsTests
{
    private readonly CommandStreams streams = new();

    [Fact]
    public void The_next_command_is_queued_once_and_pending_until_it_is_answered()
    {
        Assert.Equal(CommandVerdict.Queued, Offer(7, 1));
        Assert.Equal(CommandVerdict.Pending, Offer(7, 1));
        Assert.Equal(CommandVerdict.Queued, Offer(7, 2));
        Answer(7, 1);

        Assert.Equal(CommandVerdict.Repeated, Offer(7, 1));
        Assert.Equal(CommandVerdict.Pending, Offer(7, 2));
    }

    [Fact]
    public void A_gap_is_answered_with_the_number_that_is_expected()
    {
        Assert.Equal(new CommandOffer(CommandVerdict.Gap, Expected: 1), streams.Offer(7, 2));
        Offer(7, 1);
        Assert.Equal(new CommandOffer(CommandVerdict.Gap, Expected: 2), streams.Offer(7, 3));
        Answer(7, 1);
        Assert.Equal(new CommandOffer(CommandVerdict.Gap, Expected: 2), streams.Offer(7, 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_number_below_the_first_is_a_gap(long n)
    {
        Assert.Equal(new CommandOffer(CommandVerdict.Gap, Expected: 1), streams.Offer(7, n));
        Offer(7, 1);
        Answer(7, 1);
        Assert.Equal(new CommandOffer(CommandVerdict.Gap, Expected: 2), streams.Offer(7, n));
    }

    [Fact]
    public void An_acknowledged_answer_is_forgotten_and_the_others_are_kept()
    {
        OfferAndAnswer(7, 1, 2, 3);

        streams.Acknowledge(7, 2);

        Assert.Equal(CommandVerdict.Forgotten, Offer(7, 1));
        Assert.Equal(CommandVerdict.Forgotten, Offer(7, 2));
        Assert.Equal(new CommandAnswer(3, null, 30), streams.Offer(7, 3).Answer);
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_applied_forgets_no_more_than_was_applied()
    {
        OfferAndAnswer(7, 1);
        Assert.True(streams.CanAcknowledge(7, 99));

        streams.Acknowledge(7, 99);
        streams.Acknowledge(7, -5);

        Assert.Equal(1, streams.All.Single().Acknowledged);
        Assert.False(streams.CanAcknowledge(7, 99));
        Assert.False(streams.CanAcknowledge(8, 1));
        Assert.Equal(CommandVerdict.Queued, Offer(7, 2));
    }

    [Fact]
    public void The_thirty_third_open_command_waits_for_an_acknowledgement()
    {
        for (var n = 1; n <= 16; n++)
        {
            OfferAndAnswer(7, n);
        }

        for (var n = 17; n <= Limits.OpenCommands; n++)
        {
            Assert.Equal(CommandVerdict.Queued, Offer(7, n));
        }

        Assert.Equal(CommandVerdict.TooManyOpen, Offer(7, 33));
        streams.Acknowledge(7, 1);
        Assert.Equal(CommandVerdict.Queued, Offer(7, 33));
        Assert.Equal(CommandVerdict.TooManyOpen, Offer(7, 34));
    }

    [Fact]
    public void A_fifth_stream_is_refused_while_four_have_something_waiting()
    {
        for (var stream = 1; stream <= Limits.Streams; stream++)
        {
            Assert.Equal(CommandVerdict.Queued, Offer(stream, 1));
        }

        Assert.Equal(CommandVerdict.TooManyOpen, Offer(5, 1));
        Answer(1, 1);
        Assert.Equal(CommandVerdict.Queued, Offer(5, 1));
    }

    [Fact]
    public void A_fifth_stream_takes_the_place_of_the_one_used_least_recently()
    {
        OfferAndAnswer(1, 1);
        OfferAndAnswer(2, 1);
        OfferAndAnswer(3, 1);
        OfferAndAnswer(4, 1);
        OfferAndAnswer(1, 2);

        OfferAndAnswer(5, 1);

        Assert.Equal([1, 3, 4, 5], streams.All.Select(stream => stream.Id));
    }

    private CommandVerdict Offer(long stream, long n) => streams.Offer(stream, n).Verdict;

    private void Answer(long stream, long n) => streams.Answered(stream, new CommandAnswer(n, null, 10 * n));

    private void OfferAndAnswer(long stream, params ReadOnlySpan<long> numbers)
    {
        foreach (var n in numbers)
        {
            Assert.Equal(CommandVerdict.Queued, Offer(stream, n));
            Answer(stream, n);
        }
    }
}
