using System.Net;
using System.Net.Sockets;
using GameServer.Host.Transports;

namespace GameServer.Host.Tests.Transports;

public sealed class KernelBuffersTests
{
    [Fact]
    public async Task What_a_stalled_client_has_not_taken_does_not_pile_up_in_the_kernel()
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        KernelBuffers.KeepSmall(listening);
        listening.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(listening.LocalEndPoint!);
        using var accepted = await listening.AcceptAsync();
        accepted.Blocking = false;

        var delta = new byte[200];
        var taken = 0;
        while (accepted.Send(delta, SocketFlags.None, out var error) is var sent && error == SocketError.Success)
        {
            taken += sent;
        }

        // Without the setting it is several hundred thousand.
        Assert.InRange(taken, 1, 32 * 1024);
    }
}
