using System.Buffers;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms.Tests.Records;

public sealed class RecordCodecTests
{
    private static readonly TickRecord everything = new(
        7,
        [
            new SeatPlayer("ann", "Ann", "j1", Payload.Map(("pin", 1))),
            new SeatPlayer("ann", "Ann", "j1", Payload.Nil, 3, new JoinAttempt(7, 2)),
            new VacateSeat(1, 2),
            new MarkAway(3, 4),
            new ApplyInput(5, 6, 7, 8),
            new ApplyCommand(9, 10, uint.MaxValue, 12, "buy", Payload.Array(1, "two")),
            new AcknowledgeAnswers(13, 14, 15, 16),
            new TakeMail("board.x", ulong.MaxValue, 17, "score", 18),
            new SettleMail("board.y", 19),
            new SetClock(20),
        ],
        [
            new RoomEvent(41, Audience.Everyone, "said", "hello"),
            new RoomEvent(42, Audience.Of(2, 5), "whispered", Payload.Nil),
            new RoomEvent(43, Audience.Of(), "to nobody", true),
        ],
        [new SeatAnswer(1, 2, new CommandAnswer(3, null, 4)), new SeatAnswer(5, 6, new CommandAnswer(7, "no", "Not now."))],
        43,
        ulong.MaxValue,
        44);

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        var read = RecordCodec.Read(Written(everything));

        Assert.Equal(everything.Operations, read.Operations);
        Assert.Equal(everything.Answers, read.Answers);
        Assert.Equal((everything.Tick, everything.EventHead, everything.Hash, everything.LastPosted), (read.Tick, read.EventHead, read.Hash, read.LastPosted));
        Assert.Equal(
            everything.Events.Select(made => (made.Offset, made.Name, made.Payload, made.Audience.IsEveryone, string.Join(',', made.Audience.Seats.ToArray()))),
            read.Events.Select(made => (made.Offset, made.Name, made.Payload, made.Audience.IsEveryone, string.Join(',', made.Audience.Seats.ToArray()))));
        Assert.Equal(Written(everything), Written(read));
    }

    [Fact]
    public void A_record_without_a_hash_has_none() =>
        Assert.Null(RecordCodec.Read(Written(everything with { Hash = null })).Hash);

    [Fact]
    public void A_record_that_is_cut_off_anywhere_is_refused()
    {
        var written = Written(everything);
        for (var length = 0; length < written.Length; length++)
        {
            Assert.Throws<MessagePackSerializationException>(() => RecordCodec.Read(written.AsMemory(0, length)));
        }
    }

    [Fact]
    public void An_operation_without_a_code_cannot_be_written() =>
        Assert.Throws<ArgumentException>(() => Written(everything with { Operations = [new Unheard()] }));

    private static byte[] Written(TickRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordCodec.Write(output, record);
        return output.WrittenSpan.ToArray();
    }

    private sealed record Unheard : RoomOperation;
}
