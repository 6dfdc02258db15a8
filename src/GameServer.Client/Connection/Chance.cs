using System.Globalization;
using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>The random numbers that the protocol asks clients for.</summary>
internal sealed class Chance(Random random)
{
    public string NewId() => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);

    public long NewStream() => random.NextInt64(1, Limits.MaxStream + 1);
}
