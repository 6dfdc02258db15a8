using Akka.Actor;
using GameServer.Cluster.Serialization;

namespace GameServer.Cluster.Tests.Serialization;

/// <summary>
/// Nodes of different versions read each other: the bytes in <c>golden.txt</c> stay what they are. A message gets its lines when it is
/// made, and more when it grows; a line that is there is never changed.
/// </summary>
public sealed class GoldenBytesTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly string[][] lines =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Serialization", "golden.txt")).Select(line => line.Split('\t'))];

    private readonly ClusterMessageSerializer serializer;

    public GoldenBytesTests() => serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys);

    [Fact]
    public void Bytes_of_before_are_read_and_written_as_before() => Assert.All(lines, line =>
    {
        var message = serializer.FromBinary(Convert.FromHexString(line[1]), line[0]);
        Assert.Equal(line[2], MessageSamples.Describe(message));
        // But for the number of its fields at the front, what it has grown since comes after it.
        Assert.StartsWith(line[1][2..], Convert.ToHexString(serializer.ToBinary(message))[2..], StringComparison.Ordinal);
    });

    [Fact]
    public void Every_message_has_its_bytes_there()
    {
        var samples = new MessageSamples(new Random(1), [TestActor]);
        var manifests = MessageSamples.Types.Select(type => serializer.Manifest(samples.Make(type)));
        Assert.Empty(manifests.Except(lines.Select(line => line[0])));
    }
}
