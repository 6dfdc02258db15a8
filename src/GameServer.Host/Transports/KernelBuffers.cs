using System.Net.Sockets;

namespace GameServer.Host.Transports;

/// <summary>
/// Keeps what waits for a stalled client on our side of the kernel, where it is conflated into one delta. Deltas are small: the
/// kernel's usual buffers hold half a minute of them, all of which the client would have to play through when it comes back.
/// </summary>
internal static class KernelBuffers
{
    private const int SendBufferBytes = 64 * 1024;

    // What is sent and not yet acknowledged may fill the send buffer, so that a long way to the client does not slow it down; what is
    // not even sent may not.
    private const int UnsentBytes = 4 * 1024;

    private const int LinuxProtocolTcp = 6;
    private const int LinuxTcpNotSentLowWater = 25;

    /// <summary>Sets a listening socket; those it accepts inherit it.</summary>
    internal static void KeepSmall(Socket listening)
    {
        listening.SendBufferSize = SendBufferBytes;
        if (OperatingSystem.IsLinux() && listening.ProtocolType == ProtocolType.Tcp)
        {
            listening.SetRawSocketOption(LinuxProtocolTcp, LinuxTcpNotSentLowWater, BitConverter.GetBytes(UnsentBytes));
        }
    }
}
