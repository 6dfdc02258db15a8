using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace GameServer.Cluster.Journal;

/// <summary>
/// What rooms leave in the database. A form that is there once is read for ever: one that changes gets a new manifest beside the old.
/// </summary>
internal sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Names this serializer in the database; 0 to 100 are Akka's.</summary>
    internal const int Id = 1002;

    private const string Image = "ri1";
    private const string Record = "rr1";
    private const string End = "re1";

    public override int Identifier => Id;

    public override string Manifest(object o) => o switch
    {
        JournaledImage => Image,
        JournaledRecord => Record,
        JournaledEnd => End,
        _ => throw Unknown(o.GetType().Name),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        JournaledImage image => image.Bytes.ToArray(),
        JournaledRecord record => record.Bytes.ToArray(),
        JournaledEnd => [],
        _ => throw Unknown(obj.GetType().Name),
    };

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        Image => new JournaledImage(bytes),
        Record => new JournaledRecord(bytes),
        End => new JournaledEnd(),
        _ => throw Unknown(manifest),
    };

    private static SerializationException Unknown(string what) => new($"The journal of rooms has no form for '{what}'.");
}
