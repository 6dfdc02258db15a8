namespace GameServer.FaultProxy;

/// <summary>How one direction of a connection behaves. Whatever happens, bytes keep their order and none is lost.</summary>
public sealed record LinkFaults
{
    /// <summary>How long every byte takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Each piece takes up to this much more or less than <see cref="Delay"/>; what overtakes would wait for what was before it.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Time from one stall to the next, on average (half to one and a half times as long); zero for no stalls.</summary>
    public TimeSpan StallEvery { get; init; }

    /// <summary>For how long nothing comes through in a stall. What was held up then comes at once.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>The most bytes that come through in a second; null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Half of a round trip, give or take the jitter.</summary>
    public static LinkFaults HalfOf(TimeSpan roundTrip, TimeSpan jitter) => new() { Delay = roundTrip / 2, Jitter = jitter };
}
