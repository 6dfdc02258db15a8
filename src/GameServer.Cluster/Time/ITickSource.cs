using Akka.Actor;

namespace GameServer.Cluster.Time;

/// <summary>Wakes rooms at their deadlines. It only wakes: how many ticks are due, a room reads from its clock.</summary>
public interface ITickSource
{
    /// <summary>Begins to send <see cref="TickDue"/> at every multiple of the period from now on.</summary>
    /// <param name="tickRate">Ticks a second.</param>
    /// <param name="room">Who is woken.</param>
    ITickSubscription Start(int tickRate, IActorRef room);
}

/// <summary>One room's place in a tick source.</summary>
public interface ITickSubscription : IDisposable
{
    /// <summary>The room has dealt with the last wake. Until then it gets no other, so its mailbox never holds two.</summary>
    void Handled();
}

/// <summary>A tick may be due.</summary>
public sealed class TickDue : INoSerializationVerificationNeeded
{
    private TickDue()
    {
    }

    /// <summary>The one instance.</summary>
    public static TickDue Instance { get; } = new();
}
