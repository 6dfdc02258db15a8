using GameServer.Cluster.Membership;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>What nodes ask each other before they are in one cluster.</summary>
internal static class MembershipCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<AskMembership>(
            "am1",
            0,
            static (ref MessagePackWriter _, AskMembership _) => { },
            static (ref WireReader _) => new AskMembership()),
        new MessageCodec<MembershipTold>(
            "mt1",
            2,
            static (ref MessagePackWriter writer, MembershipTold told) =>
            {
                writer.Write(told.IsMember);
                writer.Write(told.KeyMark);
            },
            static (ref WireReader reader) => new MembershipTold(reader.Boolean(), reader.Left > 0 ? reader.TextOrNil() : null)),
    ];
}
