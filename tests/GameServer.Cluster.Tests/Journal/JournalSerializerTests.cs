using System.Text;
using Akka.Actor;
using GameServer.Cluster.Journal;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Journal;

/// <summary>What is in a database stays readable: these bytes are never changed.</summary>
public sealed class JournalSerializerTests : Akka.TestKit.Xunit2.TestKit
{
    private const string RecordBytes =
        "9729999701A27031A44E6F7661A26A31C003920902970501044D01A3736179A368C3A9950401040C05950601044D019303010493020205"
        + "9607AC636861742E67656E6572616C0B02A46E6F7465A368C3A99308AC636861742E67656E6572616C039209CF0000018BCFE568009194"
        + "07920102A47361696481A474657874A368C3A99193014D9301A26E6FA377687907CFFFFFFFFFFFFFFFFF06";

    private const string ImageBytes =
        "9901AC636861742E67656E6572616CA463686174C29303A265339292A265310492A265320691CF0000018BCFE56800C3C4030102039194"
        + "07920102A47361696481A474657874A368C3A9";

    private static readonly RoomEvent said = new(7, Audience.Of([1, 2]), "said", Payload.Map(("text", "hé")));

    private static readonly TickRecord record = new(
        41,
        [
            new SeatPlayer("p1", "Nova", "j1", Payload.Nil, 3, new JoinAttempt(9, 2)),
            new ApplyCommand(1, 4, 77, 1, "say", "hé"),
            new ApplyInput(1, 4, 12, 5),
            new AcknowledgeAnswers(1, 4, 77, 1),
            new MarkAway(1, 4),
            new VacateSeat(2, 5),
            new TakeMail("chat.general", 11, 2, "note", "hé"),
            new SettleMail("chat.general", 3),
            new SetClock(1700000000000),
        ],
        [said],
        [new SeatAnswer(1, 77, new CommandAnswer(1, "no", "why"))],
        7,
        ulong.MaxValue,
        6);

    private static readonly RoomImage image = new(
        new RoomIdentity("chat.general", "chat", false),
        new RoomEpoch(3, "e3", [new EarlierEpoch("e1", 4), new EarlierEpoch("e2", 6)]),
        [1700000000000],
        true,
        new byte[] { 1, 2, 3 },
        [said]);

    private readonly JournalSerializer serializer;

    public JournalSerializerTests() => serializer = new JournalSerializer((ExtendedActorSystem)Sys);

    [Theory]
    [InlineData("rr1", RecordBytes)]
    [InlineData("ri1", ImageBytes)]
    [InlineData("re1", "")]
    public void Bytes_of_before_are_read_and_written_as_before(string manifest, string hex)
    {
        var entry = serializer.FromBinary(Convert.FromHexString(hex), manifest);
        Assert.Equal((manifest, hex), (serializer.Manifest(entry), Convert.ToHexString(serializer.ToBinary(entry))));
        switch (entry)
        {
            case JournaledRecord written:
                Assert.Equal(RecordBytes, Hex(RecordCodec.Read(written.Bytes)));
                Assert.Equal(RecordBytes, Hex(record));
                break;
            case JournaledImage whole:
                Assert.Equal(ImageBytes, Convert.ToHexString(RoomImage.Decode(whole.Bytes).Encode(format: 1).Span));
                Assert.Equal(ImageBytes, Convert.ToHexString(image.Encode(format: 1).Span));
                // Later formats did not change it: the version that was deployed before still reads it.
                Assert.Equal(ImageBytes, Convert.ToHexString(image.Encode(NodeFormats.Newest).Span));
                break;
        }
    }

    [Fact]
    public void What_it_does_not_know_it_refuses()
    {
        Assert.Throws<System.Runtime.Serialization.SerializationException>(() => serializer.FromBinary([], "rr9"));
        Assert.Throws<System.Runtime.Serialization.SerializationException>(() => serializer.ToBinary(new StringBuilder()));
    }

    private static string Hex(TickRecord written)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        RecordCodec.Write(buffer, written);
        return Convert.ToHexString(buffer.WrittenSpan);
    }
}
