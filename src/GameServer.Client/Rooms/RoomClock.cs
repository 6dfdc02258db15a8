namespace GameServer.Client.Rooms;

/// <summary>Estimates a room's time from pongs. Of the last few the one with the shortest round trip counts: it was delayed least.</summary>
internal sealed class RoomClock(TimeProvider time)
{
    private const int Kept = 8;

    private readonly Queue<(TimeSpan RoundTrip, double RoomTime, long At)> samples = new(Kept);

    public bool HasTime => samples.Count > 0;

    /// <summary>Milliseconds of room time now; 0 before the first pong.</summary>
    public double Now
    {
        get
        {
            if (samples.Count == 0)
            {
                return 0;
            }

            var best = samples.MinBy(sample => sample.RoundTrip);
            return best.RoomTime + (best.RoundTrip / 2).TotalMilliseconds + time.GetElapsedTime(best.At).TotalMilliseconds;
        }
    }

    public void Add(TimeSpan roundTrip, double roomTime)
    {
        if (samples.Count == Kept)
        {
            _ = samples.Dequeue();
        }

        samples.Enqueue((roundTrip, roomTime, time.GetTimestamp()));
    }

    /// <summary>Another incarnation has another clock.</summary>
    public void Reset() => samples.Clear();
}
