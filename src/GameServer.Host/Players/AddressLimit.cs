using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using GameServer.Host.Startup;
using GameServer.Host.Web;

namespace GameServer.Host.Players;

/// <summary>
/// How many new players an address may ask for. An IPv6 address counts by its first 64 bits, since whoever has one has them all.
/// </summary>
internal static class AddressLimit
{
    internal const string Policy = "players";

    internal static void AddPlayersLimit(this IServiceCollection services, LimitSettings limits) =>
        services.AddRateLimiter(options =>
        {
            options.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(
                KeyOf(context.Connection.RemoteIpAddress),
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = limits.NewPlayersBurst,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / limits.NewPlayersPerMinute,
                    QueueLimit = 0,
                }));
            options.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(6);
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await Problems
                    .Of(429, "rate_limited", "Too many new players came from this address.")
                    .ExecuteAsync(rejected.HttpContext);
            };
        });

    /// <summary>What of an address counts.</summary>
    internal static (bool IsV6, ulong Bits) KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? (true, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : (false, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
