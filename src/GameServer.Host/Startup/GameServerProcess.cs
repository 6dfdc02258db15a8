using System.Net.NetworkInformation;
using System.Net.Sockets;
using GameServer.Cluster;
using GameServer.Cluster.Membership;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GameServer.Host.Startup;

/// <summary>The server as a process: says where it is, or in one sentence why it cannot start.</summary>
internal static class GameServerProcess
{
    internal static async Task<int> RunAsync(string[] args, Action<GameCatalog>? more = null)
    {
        WebApplication app;
        try
        {
            app = GameServerApp.Build(args, more: more);
        }
        catch (StartupException failure)
        {
            return Fail(failure.Message);
        }

        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException failure) when (failure.InnerException is AddressInUseException)
            {
                return Fail($"{AddressOf(app)} is taken by another program: stop that, or choose another address with Server:Urls.");
            }
            catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException)
            {
                return Fail($"The server cannot listen on {AddressOf(app)}: {failure.Message}");
            }

            Announce(app);
            app.Services.GetRequiredService<Watchdog>().Start();
            await app.WaitForShutdownAsync();
        }

        // Not always 0: the cluster sets it when the other nodes put this one out, and the watchdog when a game never returned.
        return Environment.ExitCode;
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }

    private static string AddressOf(WebApplication app) =>
        SettingsReader.Read<ServerSettings>(app.Configuration, ServerSettings.Section).Urls;

    private static void Announce(WebApplication app)
    {
        if (!SettingsReader.Read<ClusterSettings>(app.Configuration, ClusterSettings.Section).Roles.HasFlag(NodeRoles.Gateway))
        {
            // There is no page to play on.
            return;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var address in addresses.Select(BindingAddress.Parse))
        {
            var isEverywhere = address.Host is "0.0.0.0" or "[::]" or "*" or "+";
            Console.WriteLine($"Play: {address.Scheme}://{(isEverywhere ? "localhost" : address.Host)}:{address.Port}/");
            if (isEverywhere)
            {
                foreach (var host in NetworkAddresses())
                {
                    Console.WriteLine($"On this network: {address.Scheme}://{host}:{address.Port}/");
                }
            }
        }
    }

    private static IEnumerable<string> NetworkAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback }
        from address in network.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork
        select address.Address.ToString();
}
