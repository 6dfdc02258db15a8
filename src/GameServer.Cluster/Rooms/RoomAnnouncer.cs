using Akka.Actor;
using GameServer.Cluster.Lobby;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// Tells the matchmaker about a room: when a seat is taken or given up, and every two seconds, so that a matchmaker that starts
/// anew knows all rooms within one round.
/// </summary>
internal sealed class RoomAnnouncer(RoomMachine machine, IActorRef matchmaker, IActorRef room)
{
    private const int EverySeconds = 2;

    private int announcedSeats = -1;
    private long announcedTick;

    internal void AfterTick(TickResult result)
    {
        if (machine.OccupiedSeats.Count != announcedSeats
            || result.Joins.Count > 0
            || machine.Tick - announcedTick >= EverySeconds * machine.Settings.TickRate)
        {
            Announce();
        }
    }

    internal void Announce()
    {
        announcedSeats = machine.OccupiedSeats.Count;
        announcedTick = machine.Tick;
        matchmaker.Tell(
            new RoomAnnounced(
                machine.Identity.RoomId,
                machine.Identity.Kind,
                machine.Identity.IsPrivate,
                announcedSeats,
                machine.Settings.Seats),
            room);
    }

    internal void Gone() => matchmaker.Tell(new RoomWithdrawn(machine.Identity.RoomId), room);
}
