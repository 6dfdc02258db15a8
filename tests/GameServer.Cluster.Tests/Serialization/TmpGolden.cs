using Akka.Actor;
using GameServer.Cluster.Serialization;
namespace GameServer.Cluster.Tests.Serialization;
public sealed class TmpGolden : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Print()
    {
        var serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys);
        var samples = new MessageSamples(new Random(7), [Sys.DeadLetters]);
        var known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Serialization", "golden.txt")).Select(l => l.Split('\t')[0]).ToHashSet();
        using var w = new StreamWriter("/tmp/golden-new.txt");
        foreach (var t in MessageSamples.Types)
        {
            for (var i = 0; i < 2; i++)
            {
                var m = samples.Make(t);
                if (known.Contains(serializer.Manifest(m))) { continue; }
                w.WriteLine($"{serializer.Manifest(m)}\t{Convert.ToHexString(serializer.ToBinary(m))}\t{MessageSamples.Describe(m)}");
            }
        }
    }
}
