namespace GameServer.Host.Telemetry.Traffic;

/// <summary>
/// Gives the bytes of one HTTP/1.1 connection to the meters of its requests, which come one after the other. The head of a request
/// arrives before anyone knows whose it is, and the end of an answer leaves after its handler: so what comes in between requests is
/// the next one's, and what goes out is the last one's.
/// </summary>
internal sealed class ConnectionTraffic
{
    private readonly Lock gate = new();
    private TrafficMeter? meter;
    private bool isUnderWay;
    private long early;

    internal void Received(long bytes)
    {
        lock (gate)
        {
            if (isUnderWay)
            {
                meter?.AddReceived(bytes);
            }
            else
            {
                early += bytes;
            }
        }
    }

    internal void Sent(long bytes)
    {
        lock (gate)
        {
            meter?.AddSent(bytes);
        }
    }

    internal void Begin(TrafficMeter? of)
    {
        lock (gate)
        {
            meter = of;
            meter?.AddRequest(early);
            early = 0;
            isUnderWay = true;
        }
    }

    internal void End()
    {
        lock (gate)
        {
            isUnderWay = false;
        }
    }
}
