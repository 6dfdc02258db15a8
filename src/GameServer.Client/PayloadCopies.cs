using GameServer.Protocol;

namespace GameServer.Client;

internal static class PayloadCopies
{
    /// <summary>A payload that outlives the receive buffer of which it is a slice.</summary>
    public static Payload Detached(this Payload payload) => payload.IsNil ? Payload.Nil : Payload.FromTrusted(payload.Bytes.ToArray());
}
