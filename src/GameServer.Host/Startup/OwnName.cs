using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace GameServer.Host.Startup;

/// <summary>
/// Which of many names is this node's, where containers are numbered and no setting can differ between them: the one that the
/// network says is at one of this machine's addresses. Other nodes know this one by it, so a wrong guess would make a second cluster.
/// </summary>
internal static class OwnName
{
    /// <summary>Stands for a number in <see cref="ClusterSettings.HostName"/>.</summary>
    internal const char Number = '*';

    /// <summary>Up to where it is counted.</summary>
    internal const int Most = 64;

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan askEvery = TimeSpan.FromMilliseconds(500);

    internal static bool IsPattern(string hostName) => hostName.Contains(Number);

    /// <summary>The settings with the name that was found in the network, if they ask for it.</summary>
    /// <exception cref="StartupException">No name of the pattern leads here.</exception>
    internal static async Task<ClusterSettings> FindAsync(ClusterSettings settings)
    {
        if (!IsPattern(settings.HostName))
        {
            return settings;
        }

        var name = await FindAsync(settings.HostName, OwnAddresses(), name => Dns.GetHostAddressesAsync(name), TimeProvider.System)
            ?? throw new StartupException(
                $"Cluster:HostName is {settings.HostName}, but none of these names leads to an address of this machine.");
        return settings with { HostName = name };
    }

    internal static async Task<string?> FindAsync(
        string pattern, IReadOnlySet<IPAddress> own, Func<string, Task<IPAddress[]>> resolve, TimeProvider time)
    {
        var started = time.GetTimestamp();
        using var again = new PeriodicTimer(askEvery, time);
        do
        {
            // All at once: a name server may take its time for a name that nobody has.
            var asked = Enumerable.Range(1, Most).Select(number => IsOwnAsync(pattern.Replace($"{Number}", $"{number}"), own, resolve));
            await foreach (var answer in Task.WhenEach(asked))
            {
                if (await answer is { } name)
                {
                    return name;
                }
            }
        }
        while (time.GetElapsedTime(started) < patience && await again.WaitForNextTickAsync());

        return null;
    }

    private static async Task<string?> IsOwnAsync(string name, IReadOnlySet<IPAddress> own, Func<string, Task<IPAddress[]>> resolve)
    {
        try
        {
            return (await resolve(name)).Any(own.Contains) ? name : null;
        }
        catch (SocketException)
        {
            // Nobody has that name.
            return null;
        }
    }

    private static HashSet<IPAddress> OwnAddresses() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           where network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback }
           from address in network.GetIPProperties().UnicastAddresses
           select address.Address,
    ];
}
