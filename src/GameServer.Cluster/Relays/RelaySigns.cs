using Akka.Actor;
using GameServer.Cluster.Rooms;

namespace GameServer.Cluster.Relays;

/// <summary>
/// Tells the room which seats are served here over HTTP: all of them every few seconds in one message, and a seat whose poll has
/// just begun at once, unless it was told a moment ago.
/// </summary>
internal sealed class RelaySigns(string roomId, NodeServices services, IActorRef relay)
{
    private static readonly TimeSpan tellAll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan tellOne = TimeSpan.FromSeconds(2);

    private static readonly SeatSign[] watchers = [new("", 0, NewPoll: false)];

    private readonly Dictionary<string, long> told = [];
    private long toldAll = services.Time.GetTimestamp();

    internal void PollBegan(IActorRef room, string playerId, long attach)
    {
        if (attach <= 0 || (told.TryGetValue(playerId, out var last) && services.Time.GetElapsedTime(last) < tellOne))
        {
            return;
        }

        told[playerId] = services.Time.GetTimestamp();
        room.Tell(new SeatsAlive(roomId, relay, [new SeatSign(playerId, attach, NewPoll: true)]), relay);
    }

    /// <summary>The room must hear of that player's next poll.</summary>
    internal void Forget(string playerId) => told.Remove(playerId);

    /// <param name="room">The room.</param>
    /// <param name="served">The seats that are served here.</param>
    /// <param name="isWatched">Whether the room is to live on though nobody may have a seat: a sign without a player says so.</param>
    internal void Check(IActorRef room, IEnumerable<(string PlayerId, long Attach)> served, bool isWatched)
    {
        if (services.Time.GetElapsedTime(toldAll) < tellAll)
        {
            return;
        }

        toldAll = services.Time.GetTimestamp();
        foreach (var (playerId, _) in told.Where(pair => services.Time.GetElapsedTime(pair.Value) > tellAll).ToArray())
        {
            told.Remove(playerId);
        }

        SeatSign[] signs = [.. served.Distinct().Select(seat => new SeatSign(seat.PlayerId, seat.Attach, NewPoll: false)), .. isWatched ? watchers : []];
        if (signs.Length > 0)
        {
            room.Tell(new SeatsAlive(roomId, relay, signs), relay);
        }
    }
}
