using System.Runtime.Serialization;
using Akka.Actor;
using CsCheck;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using MessagePack;

namespace GameServer.Cluster.Tests.Serialization;

public sealed class ClusterMessageSerializerTests : Akka.TestKit.Xunit2.TestKit
{
    private readonly ClusterMessageSerializer serializer;
    private readonly IActorRef[] actors;

    public ClusterMessageSerializerTests()
    {
        serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys);
        actors = [CreateTestProbe("one").Ref, CreateTestProbe("two").Ref];
    }

    public static TheoryData<Type> Types => [.. MessageSamples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_comes_out_as_it_went_in(Type type) => Gen.Int.Sample(
        seed =>
        {
            var message = Samples(seed).Make(type);
            var read = Read(message, serializer.ToBinary(message));
            Assert.Equal(type, read.GetType());
            Assert.Equal(MessageSamples.Describe(message), MessageSamples.Describe(read));
        },
        iter: 200,
        threads: 1);

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_of_a_newer_version_is_read_without_the_fields_it_has_more(Type type) => Gen.Int.Sample(
        seed =>
        {
            var message = Samples(seed).Make(type);
            var read = Read(message, Grown(serializer.ToBinary(message)));
            Assert.Equal(MessageSamples.Describe(message), MessageSamples.Describe(read));
        },
        iter: 20,
        threads: 1);

    [Theory]
    [MemberData(nameof(Types))]
    public void Broken_bytes_are_refused_in_one_way(Type type) => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var message = Samples(seed).Make(type);
            var bytes = serializer.ToBinary(message);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadsOrRefuses(bytes[..random.Next(1, bytes.Length + 1)], serializer.Manifest(message));
        },
        iter: 300,
        threads: 1);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_length_that_is_cut_off_is_refused(Type type)
    {
        var message = Samples(1).Make(type);
        var bytes = serializer.ToBinary(message);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<SerializationException>(() => Read(message, bytes[..length]));
        }

        Assert.Throws<SerializationException>(() => Read(message, [.. bytes, 0xc0]));
    }

    [Fact]
    public void What_declares_more_than_it_has_or_nests_without_end_is_refused()
    {
        var manifest = serializer.Manifest(new RoomGone("room"));
        byte[] nested = [0x92, 0xa0, .. Enumerable.Repeat((byte)0x91, 200_000)];
        Assert.Throws<SerializationException>(() => serializer.FromBinary(nested, manifest));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0xdd, 0xff, 0xff, 0xff, 0xff, 0xa0], manifest));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0x91, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x61], manifest));
    }

    [Fact]
    public void A_manifest_that_is_not_known_is_refused() =>
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0x90], "zz9"));

    [Fact]
    public void Manifests_are_short_and_each_has_a_version()
    {
        var manifests = MessageSamples.Types.Select(type => serializer.Manifest(Samples(1).Make(type))).ToArray();
        Assert.Equal(manifests.Length, manifests.Distinct().Count());
        Assert.All(manifests, manifest => Assert.Matches("^[a-z]{2}[1-9]$", manifest));
    }

    [Fact]
    public void The_body_of_an_envelope_is_encoded_once_for_all_nodes()
    {
        var body = (EnvelopeBody)Samples(3).Make(typeof(EnvelopeBody));
        using var encodings = new Support.Measured("gameserver.envelopes.encodings");
        for (var node = 1; node <= 3; node++)
        {
            var envelope = new RoomEnvelope("room", "epoch", node, body);
            Assert.Equal(MessageSamples.Describe(envelope), MessageSamples.Describe(Read(envelope, serializer.ToBinary(envelope))));
        }

        Assert.Equal(1, encodings.Total);
    }

    [Fact]
    public void A_payload_keeps_nothing_of_the_message_that_brought_it()
    {
        var sent = new SeatInput("room", 1, 2, 3, "steady");
        var bytes = serializer.ToBinary(sent);
        var read = (SeatInput)Read(sent, bytes);
        bytes.AsSpan().Clear();
        Assert.Equal(sent.Input, read.Input);
    }

    private MessageSamples Samples(int seed) => new(new Random(seed), actors);

    private object Read(object message, byte[] bytes) => serializer.FromBinary(bytes, serializer.Manifest(message));

    private void ReadsOrRefuses(byte[] bytes, string manifest)
    {
        try
        {
            serializer.FromBinary(bytes, manifest);
        }
        catch (SerializationException)
        {
            // The one way.
        }
    }

    /// <summary>The message with a field more at its end.</summary>
    private static byte[] Grown(byte[] bytes)
    {
        // Messages have 15 fields at most, so their first byte is the array's length.
        Assert.InRange(bytes[0], 0x90, 0x9e);
        return [(byte)(bytes[0] + 1), .. bytes[1..], .. MessagePackSerializer.Serialize(new[] { 1, 2 })];
    }
}
