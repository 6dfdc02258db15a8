namespace GameServer.Host.Telemetry.Traffic;

/// <summary>What went over connections in the name of one meter.</summary>
internal sealed class TrafficMeter
{
    private long requests;
    private long received;
    private long sent;

    internal TrafficReading Reading =>
        new(Interlocked.Read(ref requests), Interlocked.Read(ref received), Interlocked.Read(ref sent));

    internal void AddRequest(long bytes)
    {
        Interlocked.Increment(ref requests);
        AddReceived(bytes);
    }

    internal void AddReceived(long bytes) => Interlocked.Add(ref received, bytes);

    internal void AddSent(long bytes) => Interlocked.Add(ref sent, bytes);
}

/// <summary>Requests, and bytes with all headers and framing, from the server's side.</summary>
internal readonly record struct TrafficReading(long Requests, long Received, long Sent);
