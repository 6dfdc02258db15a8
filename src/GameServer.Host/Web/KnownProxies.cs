using System.Diagnostics.CodeAnalysis;
using System.Net;
using GameServer.Host.Startup;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace GameServer.Host.Web;

/// <summary>
/// Takes from proxies that are known, and from nobody else, whom they speak for. Limits that hold for an address would otherwise
/// hold for all players behind a proxy together, and a page that came by https would be of another origin.
/// </summary>
internal static class KnownProxies
{
    internal static void UseKnownProxies(this IApplicationBuilder app, ServerSettings settings)
    {
        if (settings.KnownProxyList.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        // The machine itself is known by default; whether it is one of ours is for the settings to say.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in settings.KnownProxyList)
        {
            if (TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network.Value);
            }
        }

        app.UseForwardedHeaders(options);
    }

    /// <summary>An address counts as the network that has it alone.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = IPNetwork.TryParse(text, out var several) ? several
            : IPAddress.TryParse(text, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : null;
        return network is not null;
    }
}
