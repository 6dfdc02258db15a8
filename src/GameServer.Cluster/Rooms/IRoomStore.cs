using Akka.Actor;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>What a room relies on to outlive its node: says how far it may tell what happened, and whether it may go on.</summary>
internal interface IRoomStore
{
    /// <summary>The last record that is to be kept; what happened with it is told once <see cref="Release"/> has reached it.</summary>
    long Produced { get; }

    /// <summary>Whether this incarnation is over: another goes on, or has to.</summary>
    bool IsSealed { get; }

    /// <summary>Whether the state may be shown as it is now, or only once more is released: what is shown a crash may take back.</summary>
    bool MayShowState { get; }

    /// <summary>Whether another node can go on with the room, as things are.</summary>
    bool CanHandOver { get; }

    /// <summary>Whether the store has the image with which the room stops.</summary>
    bool IsHandedOver { get; }

    /// <summary>Whether the node holds its lease.</summary>
    bool IsLeaseHeld { get; }

    /// <summary>Looks at what has changed around the room.</summary>
    void Check(TimeSpan now);

    /// <summary>Whether the room may go on ticking.</summary>
    bool MayTick(TimeSpan now);

    /// <summary>The room made a tick.</summary>
    void Made(TickResult result, TimeSpan now);

    /// <summary>Deals with a message.</summary>
    /// <returns>False if it is not for the store.</returns>
    bool Receive(object message, IActorRef sender, TimeSpan now);

    /// <summary>Releases what may be released, and says up to which record that is.</summary>
    long Release(TimeSpan now);

    /// <summary>The room stops here: the store gets everything, or the first that comes.</summary>
    void HandOver();

    /// <summary>The room is about to end, with nothing left to tell. Asked again until it may.</summary>
    /// <param name="forGood">Whether its game ended it; else it is empty, and may come again.</param>
    /// <returns>Whether it may end now.</returns>
    bool MayEnd(bool forGood);

    /// <summary>The room has ended.</summary>
    void End();
}
