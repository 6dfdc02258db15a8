using System.Net.Sockets;
using Akka.Actor;
using GameServer.Cluster.Membership;

namespace GameServer.Host.Startup;

/// <summary>Asks a seed whether it is in a cluster.</summary>
/// <param name="system">The node's actor system.</param>
/// <param name="keyMark">What the node's key is known by.</param>
internal sealed class SeedInquiry(ActorSystem system, string keyMark)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    /// <summary>What is known of a seed, and whether anything listens at its address.</summary>
    /// <exception cref="OtherKeyException">Its key is another.</exception>
    internal async Task<(SeedSign Sign, bool IsThere)> AskAsync(Address seed, CancellationToken stopping)
    {
        var isThere = false;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(patience);
        try
        {
            // Remoting would not say whether nobody listens there.
            using var socket = new TcpClient();
            await socket.ConnectAsync(seed.Host, seed.Port!.Value, deadline.Token);
            isThere = true;
            var membership = system.ActorSelection($"{seed}/user/{MembershipActor.Name}");
            var told = await membership.Ask<MembershipTold>(new AskMembership(), patience, stopping);
            return told.KeyMark is { } other && other != keyMark ? throw new OtherKeyException($"{seed.Host}:{seed.Port}")
                : (told.IsMember ? SeedSign.Member : SeedSign.Waiting, true);
        }
        catch (SocketException failure) when (
            failure.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData)
        {
            return (SeedSign.Absent, false);
        }
        catch (Exception failure) when (
            !stopping.IsCancellationRequested && failure is SocketException or OperationCanceledException or AskTimeoutException)
        {
            return (SeedSign.Silent, isThere);
        }
    }
}

/// <summary>The key of a seed is another.</summary>
internal sealed class OtherKeyException(string seed) : Exception(seed);
