using GameServer.Client.Rooms;
using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>
/// A room that this client is in. It outlives lost connections: events go on where they stopped, commands are carried out
/// once, the state catches up. All members may be used from any thread.
/// </summary>
public sealed class GameRoom
{
    private readonly GameClient client;

    internal GameRoom(GameClient client, RoomSession session)
    {
        this.client = client;
        Session = session;
    }

    /// <summary>The room's id; a private room's is its code.</summary>
    public string Id => Info.RoomId;

    /// <summary>The kind of game.</summary>
    public string Kind => Info.Kind;

    /// <summary>The player's seat, or −1 for a watcher. Another one when the seat was given up while the client was away.</summary>
    public int Seat => Info.Seat;

    /// <summary>Ticks a second.</summary>
    public int TickRate => Info.TickRate;

    /// <summary>True if only its code leads to the room.</summary>
    public bool IsPrivate => Info.Private;

    /// <summary>Why the room is over for this client; null while it is not.</summary>
    public RoomEnd? Ending => Session.Ending;

    /// <summary>Whether the server says that the room stands still; it goes on by itself.</summary>
    public bool IsHeldUp => Session.IsHeldUp;

    /// <summary>The copy of the room's state, to be read inside of callbacks; elsewhere use <see cref="ReadState{T}"/>.</summary>
    public RoomState State => Session.State;

    /// <summary>Estimate of the room's time in milliseconds; null before the first pong of this incarnation.</summary>
    public double? Time
    {
        get
        {
            lock (client.Session.Gate)
            {
                return Session.Clock.HasTime ? Session.Clock.Now : null;
            }
        }
    }

    internal RoomSession Session { get; }

    private JoinedFrame Info => Session.Info ?? throw new InvalidOperationException("The room is not joined yet.");

    /// <summary>Reads the state while it does not change.</summary>
    /// <param name="read">Called at once; the client's receiving loop waits for it.</param>
    /// <returns>What <paramref name="read"/> returned.</returns>
    public T ReadState<T>(Func<RoomState, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (client.Session.Gate)
        {
            return read(Session.State);
        }
    }

    /// <summary>
    /// Says what the player wants to do at a tick. Without a connection the newest 8 inputs are kept and sent when it is back.
    /// </summary>
    /// <param name="input">For the game; at most 16,000 bytes.</param>
    /// <returns>The input's number, to be compared with <see cref="RoomState.Input"/>.</returns>
    /// <exception cref="GameException">The room is over, or this is a watcher.</exception>
    public long SendInput(Payload input)
    {
        ThrowIfTooLarge(input);
        lock (client.Session.Gate)
        {
            ThrowIfUnable();
            var frame = Session.AddInput(input);
            if (Session.Phase == RoomPhase.Joined && client.Session.Outbox is { } outbox)
            {
                outbox.Send(frame);
                outbox.Flush();
            }
            return frame.N;
        }
    }

    /// <summary>Asks for something once. It is carried out exactly once, also if the connection goes in between.</summary>
    /// <param name="name">Which command of the game; 1 to 32 bytes.</param>
    /// <param name="payload">For the game; at most 16,000 bytes.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may be carried out nevertheless.</param>
    /// <exception cref="GameException">
    /// The room is over, this is a watcher, 32 commands are unanswered (<c>too_many_open</c>), or the seat was given up so that
    /// nobody can tell whether the command was carried out (<c>command_gap</c>). A refusal by the game is an answer.
    /// </exception>
    public Task<Answer> CommandAsync(string name, Payload payload = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ThrowIfTooLarge(payload);
        lock (client.Session.Gate)
        {
            ThrowIfUnable();
            if (Session.Commands.IsFull)
            {
                throw new GameException(ErrorCodes.TooManyOpen, $"{Limits.OpenCommands} commands wait for their answers.");
            }

            var answer = Session.Commands.Add(name, payload, Session.Phase == RoomPhase.Joined ? client.Session.Outbox : null);
            client.Session.Outbox?.Flush();
            return answer.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Measures the round trip to the room and takes a sample of its clock.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GameException">There is no connection, or it is lost before the pong comes.</exception>
    public Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default) => client.PingAsync(this, cancellationToken);

    /// <summary>Gives up the seat at once. <see cref="JoinOptions.OnEnd"/> is not called for it.</summary>
    /// <returns>Done when the server has confirmed it, or when there is no connection over which to say it: then the seat ends with its grace time.</returns>
    public Task LeaveAsync()
    {
        lock (client.Session.Gate)
        {
            Session.IsLeaving = true;
            if (Session.Phase == RoomPhase.Joined && client.Session.Outbox is { } outbox)
            {
                outbox.Send(new LeaveFrame(Session.Handle));
                outbox.Flush();
            }
            else if (Session.Phase == RoomPhase.Joining && client.Session.Outbox is not null)
            {
                // It is being joined again just now; the answer to that is answered with the leave.
                Session.IsAbandoned = true;
            }
            else if (Session.Phase != RoomPhase.Ended)
            {
                client.Session.End(this, LeftCodes.Left, "The player left.");
            }
            return Session.Over.Task;
        }
    }

    private void ThrowIfUnable()
    {
        if (Session.Ending is { } ending)
        {
            throw new GameException(ending.Code, ending.Message);
        }

        if (Session.Options.Watch)
        {
            throw new GameException(ErrorCodes.NotJoined, "A watcher has no inputs and commands.");
        }
    }

    private static void ThrowIfTooLarge(Payload payload)
    {
        // The rest of a message is room for the frame around it.
        if (payload.Bytes.Length > 16_000)
        {
            throw new ArgumentException($"A payload has at most 16,000 bytes, this one has {payload.Bytes.Length}.", nameof(payload));
        }
    }
}
