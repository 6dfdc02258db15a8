using Akka.Actor;

namespace GameServer.Cluster.Gateways;

/// <summary>
/// Where the actors of rooms were found, so that only the first message goes the long way. Watched, and forgotten after a while,
/// so that a nearer one is found.
/// </summary>
/// <remarks>Bound: <see cref="MaxKnown"/>; beyond it all are forgotten.</remarks>
internal sealed class KnownActors(IActorContext context, TimeProvider time)
{
    internal const int MaxKnown = 1024;

    private static readonly TimeSpan goodFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (IActorRef Actor, long Since)> known = [];

    internal IActorRef? Find(string roomId) =>
        known.TryGetValue(roomId, out var found) && time.GetElapsedTime(found.Since) < goodFor ? found.Actor : null;

    internal void Note(string roomId, IActorRef actor)
    {
        if (known.TryGetValue(roomId, out var before))
        {
            if (before.Actor.Equals(actor))
            {
                if (time.GetElapsedTime(before.Since) >= goodFor)
                {
                    known[roomId] = (actor, time.GetTimestamp());
                }

                return;
            }

            context.Unwatch(before.Actor);
        }
        else if (known.Count >= MaxKnown)
        {
            foreach (var (old, _) in known.Values)
            {
                context.Unwatch(old);
            }

            known.Clear();
        }

        known[roomId] = (context.Watch(actor), time.GetTimestamp());
    }

    /// <summary>That actor is no more.</summary>
    internal void Forget(IActorRef actor)
    {
        foreach (var (roomId, _) in known.Where(pair => pair.Value.Actor.Equals(actor)).ToArray())
        {
            known.Remove(roomId);
        }
    }
}
