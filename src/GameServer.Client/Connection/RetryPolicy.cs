using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>Why a connection ended, as far as it is known.</summary>
internal readonly record struct ConnectionEnd(int? CloseCode = null, ErrorFrame? Error = null, int? GoAwayAfter = null, bool Welcomed = false, string? Failure = null);

/// <summary>Whether and when to connect again. Full jitter: after a failure that hit all clients, they come back spread out.</summary>
internal sealed class RetryPolicy(Random random)
{
    private static readonly TimeSpan first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan afterFlood = TimeSpan.FromSeconds(10);

    private int attempts;
    private bool refused;

    /// <summary>How long to wait, or null if another attempt cannot help.</summary>
    public TimeSpan? Next(in ConnectionEnd end)
    {
        if (end.Welcomed)
        {
            attempts = 0;
            refused = false;
        }
        switch (end.CloseCode)
        {
            case CloseCodes.ProtocolError or CloseCodes.TooLarge:
                return null;
            case CloseCodes.Unauthorized:
                // A new token may be all that is needed; if that one is refused as well, it is not.
                if (refused)
                {
                    return null;
                }

                refused = true;
                return Jitter();
            case CloseCodes.Flood:
                return afterFlood + Jitter();
        }
        // The server has already spread its clients out.
        return end.GoAwayAfter is { } after ? TimeSpan.FromMilliseconds(after) : Jitter();
    }

    private TimeSpan Jitter()
    {
        var most = first * Math.Pow(2, Math.Min(attempts++, 10));
        return random.NextDouble() * (most < longest ? most : longest);
    }
}
