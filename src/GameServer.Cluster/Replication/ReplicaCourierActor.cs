using Akka.Actor;

namespace GameServer.Cluster.Replication;

/// <summary>
/// Carries what the rooms of this node send to their stores: all that has come together for a node goes as one message, and so do the
/// answers. Pieces of checkpoints wait here, so that no more than <see cref="Window"/> of them are on their way to a node.
/// </summary>
/// <remarks>
/// Mailbox: a room sends one batch a tick and at most one piece, a node one receipt for each parcel. Bound of what waits: one piece a
/// room; a newer one takes the place of the one before.
/// </remarks>
public sealed class ReplicaCourierActor : UntypedActor
{
    /// <summary>Pieces on their way to one node: 128 KiB between two heartbeats.</summary>
    public const int Window = 4;

    // A receipt that takes longer is not counted on any more: the connection was lost with what was on it.
    private static readonly TimeSpan lost = TimeSpan.FromSeconds(1);

    private const int ParcelBytes = 64 * 1024;

    private readonly ReplicationBoard board;
    private readonly TimeProvider time;
    private readonly Dictionary<NodeId, Destination> destinations = [];
    private readonly Dictionary<string, IActorRef> rooms = [];
    private readonly IActorRef store;
    private bool isFlushing;

    /// <param name="board">Who is a member.</param>
    /// <param name="time">The clock.</param>
    /// <param name="store">This node's store.</param>
    public ReplicaCourierActor(ReplicationBoard board, TimeProvider time, IActorRef store)
    {
        this.store = store;
        this.board = board;
        this.time = time;
    }

    /// <summary>How it is made.</summary>
    public static Props Props(ReplicationBoard board, TimeProvider time, IActorRef store) =>
        Akka.Actor.Props.Create(() => new ReplicaCourierActor(board, time, store));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShipBatch ship:
                Take(ship);
                break;
            case Flush:
                isFlushing = false;
                foreach (var (node, destination) in destinations)
                {
                    Send(node, destination);
                }

                break;
            case ReplicaReceipt receipt:
                OnReceipt(receipt);
                break;
            case SealRoom seal:
                // An incarnation that is here ends before anything is answered to a later one.
                (rooms.GetValueOrDefault(seal.RoomId) ?? store).Forward(seal);
                break;
            case Terminated room:
                foreach (var (roomId, _) in rooms.Where(pair => pair.Value.Equals(room.ActorRef)).ToArray())
                {
                    rooms.Remove(roomId);
                }

                break;
        }
    }

    private void Take(ShipBatch ship)
    {
        if (!rooms.TryGetValue(ship.Batch.RoomId, out var known) || !known.Equals(ship.Room))
        {
            rooms[ship.Batch.RoomId] = Context.Watch(ship.Room);
        }

        if (!destinations.TryGetValue(ship.To, out var destination))
        {
            Forget();
            destinations[ship.To] = destination = new Destination(NodeIds.Find(Context.System, ship.To, ReplicaStoreActor.Name));
        }

        if (ship.Batch.Piece is null)
        {
            destination.Batches.Add(ship.Batch);
        }
        else
        {
            destination.Pieces.RemoveAll(piece => piece.RoomId == ship.Batch.RoomId);
            destination.Pieces.Add(ship.Batch);
        }

        FlushSoon();
    }

    /// <summary>After whatever is in the mailbox already: rooms of a node are due at about the same time.</summary>
    private void FlushSoon()
    {
        if (!isFlushing)
        {
            isFlushing = true;
            Self.Tell(Flush.Instance);
        }
    }

    private void Send(NodeId node, Destination destination)
    {
        var now = time.Monotonic();
        if (destination.OnTheirWay > 0 && now - destination.LastSent >= lost)
        {
            destination.OnTheirWay = 0;
        }

        while (destination.Pieces.Count > 0 && destination.OnTheirWay < Window)
        {
            destination.Batches.Add(destination.Pieces[0]);
            destination.Pieces.RemoveAt(0);
            destination.OnTheirWay++;
            destination.LastSent = now;
        }

        var from = board.View.Self;
        for (var next = 0; next < destination.Batches.Count;)
        {
            var first = next;
            var bytes = SizeOf(destination.Batches[next++]);
            while (next < destination.Batches.Count && (bytes += SizeOf(destination.Batches[next])) <= ParcelBytes)
            {
                next++;
            }

            destination.Store.Tell(new ReplicaParcel(from, node, destination.Batches[first..next]), Self);
        }

        destination.Batches.Clear();
    }

    private void OnReceipt(ReplicaReceipt receipt)
    {
        var hasRoom = false;
        foreach (var taken in receipt.Taken)
        {
            if (taken.Piece >= 0 && destinations.TryGetValue(receipt.From, out var destination))
            {
                destination.OnTheirWay = Math.Max(0, destination.OnTheirWay - 1);
                hasRoom |= destination.Pieces.Count > 0;
            }

            if (rooms.TryGetValue(taken.RoomId, out var room))
            {
                room.Tell(new StoreAnswered(receipt.From, taken), Self);
            }
        }

        if (hasRoom)
        {
            FlushSoon();
        }
    }

    private void Forget()
    {
        foreach (var gone in destinations.Keys.Where(node => !board.View.Members.Contains(node)).ToArray())
        {
            destinations.Remove(gone);
        }
    }

    private static int SizeOf(RoomBatch batch) =>
        64 + (batch.Piece?.Bytes.Length ?? 0) + batch.Records.Sum(record => record.Length);

    private sealed class Destination(IActorRef store)
    {
        public IActorRef Store { get; } = store;

        public List<RoomBatch> Batches { get; } = [];

        public List<RoomBatch> Pieces { get; } = [];

        public int OnTheirWay { get; set; }

        public TimeSpan LastSent { get; set; }
    }

    private sealed class Flush : INoSerializationVerificationNeeded
    {
        public static Flush Instance { get; } = new();
    }
}
