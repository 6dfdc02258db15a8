using System.Diagnostics;
using GameServer.Cluster.Overview;
using GameServer.Host.Telemetry;

namespace GameServer.Host.Overview;

/// <summary>Ends this process on an operator's word.</summary>
internal sealed class NodeSteering(IHostApplicationLifetime lifetime, ILogger<NodeSteering> log) : INodeSteering
{
    public void Drain()
    {
        HostLog.SteeredToDrain(log);
        // What is registered for the stop runs within the call, and the actor that calls is not to wait for it.
        _ = Task.Run(lifetime.StopApplication);
    }

    /// <summary>SIGKILL, so that nothing is tidied up: it is to be what a crash is.</summary>
    public void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
