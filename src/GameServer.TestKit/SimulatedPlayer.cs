using GameServer.Protocol;

namespace GameServer.TestKit;

/// <summary>
/// A player of a simulation: joins, sends inputs and commands, loses its connection and comes back, and checks on the way that
/// the server keeps its contract: events in order and each once, state that never goes back, commands answered once.
/// </summary>
public sealed class SimulatedPlayer
{
    private const int Handle = 1;

    private readonly SimulatedNode node;
    private readonly Dictionary<long, CommandFrame> unanswered = [];
    private SimulatedConnection? connection;
    private readonly long stream;
    private long lastCommand;
    private long lastInput;
    private long joins;
    private bool isJoined;
    private long earlierBytes;

    internal SimulatedPlayer(SimulatedNode node, int number, string roomId, bool verifies)
    {
        this.node = node;
        Number = number;
        RoomId = roomId;
        Verifies = verifies;
        stream = number + 1;
    }

    /// <summary>Number of the player in the simulation, from 0.</summary>
    public int Number { get; }

    /// <summary>The room it plays in.</summary>
    public string RoomId { get; }

    /// <summary>Whether it decodes everything and keeps a copy of the state; the others only count bytes.</summary>
    public bool Verifies { get; }

    /// <summary>The seat, once joined.</summary>
    public int Seat { get; private set; } = -1;

    /// <summary>Whether it has a connection.</summary>
    public bool IsConnected => connection is not null;

    /// <summary>Whether <see cref="Command"/> would send now: the player is seated, connected, and not too many commands are open.</summary>
    public bool CanCommand => connection is not null && isJoined && unanswered.Count < Limits.OpenCommands;

    /// <summary>While true, the player does not read: a slow client.</summary>
    public bool IsStalled { get; set; }

    /// <summary>The player's copy of the state.</summary>
    public PlayerCopy Copy { get; } = new();

    /// <summary>Where it stands; null before the first join.</summary>
    public Cursor? Cursor { get; private set; }

    /// <summary>Events that it was told.</summary>
    public long Events { get; private set; }

    /// <summary>Resyncs that it was told.</summary>
    public int Resyncs { get; private set; }

    /// <summary>Answers that it got.</summary>
    public long Answers { get; private set; }

    /// <summary>Bytes that it received, over all its connections.</summary>
    public long Bytes => earlierBytes + (connection?.BytesReceived ?? 0);

    /// <summary>Called for each event that it is told.</summary>
    public Action<EventItem>? OnEvent { get; set; }

    /// <summary>Called for each answer that it gets.</summary>
    public Action<AnswerFrame>? OnAnswer { get; set; }

    /// <summary>Connects and joins, with the cursor of before if there is one; sends unanswered commands again.</summary>
    public void Connect()
    {
        connection = node.Connect($"player-{Number}", $"Player {Number}");
        isJoined = false;
        connection.Send(new JoinFrame(
            Handle, $"join-{Number}", JoinBy.Room, RoomId, false, 0, Cursor, Payload.Nil, new JoinAttempt(stream, ++joins)));
    }

    /// <summary>Loses the connection.</summary>
    public void Cut()
    {
        if (connection is { } lost)
        {
            earlierBytes += lost.BytesReceived;
            connection = null;
            lost.Cut();
        }
    }

    /// <summary>Sends an input, if seated.</summary>
    public void Input(Payload input)
    {
        if (isJoined)
        {
            connection?.Send(new InputFrame(Handle, ++lastInput, input));
        }
    }

    /// <summary>Sends a command, if seated and not too many are open.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool Command(string name, Payload arguments)
    {
        if (!CanCommand)
        {
            return false;
        }

        var command = new CommandFrame(Handle, stream, ++lastCommand, name, arguments);
        unanswered.Add(command.N, command);
        connection?.Send(command);
        return true;
    }

    internal void Read()
    {
        if (connection is null || IsStalled)
        {
            return;
        }

        if (!Verifies && isJoined && unanswered.Count == 0)
        {
            connection.Skip();
            return;
        }

        foreach (var frame in connection.Receive())
        {
            Take(frame);
        }
    }

    private void Take(ServerFrame frame)
    {
        switch (frame)
        {
            case JoinedFrame joined:
                Joined(joined);
                break;
            case FullFrame or DeltaFrame or EventsFrame or ResyncFrame when !Verifies:
                break;
            case FullFrame full:
                Check(full.EpochId != Cursor?.EpochId || full.Tick >= Copy.Tick, $"state went back from {Copy.Tick} to {full.Tick}");
                Copy.Full(full.Tick, full.Schema, full.Tables);
                Cursor = Cursor!.Value with { Baseline = full.Tick };
                break;
            case DeltaFrame delta:
                Check(delta.From == Copy.Tick, $"a delta from {delta.From} came for state {Copy.Tick}");
                Copy.Delta(delta.Tick, delta.Tables);
                Cursor = Cursor!.Value with { Baseline = delta.Tick };
                break;
            case EventsFrame events:
                Take(events);
                break;
            case ResyncFrame resync:
                Resyncs++;
                Cursor = new Cursor(resync.Epoch, resync.EpochId, resync.Offset, Cursor?.Baseline ?? 0);
                break;
            case AnswerFrame answer:
                Take(answer);
                break;
            case LeftFrame left:
                isJoined = false;
                Check(false, $"left: {left.Code}");
                break;
            case ErrorFrame error:
                Check(false, $"error: {error.Code} {error.Message}");
                break;
        }
    }

    private void Joined(JoinedFrame joined)
    {
        Seat = joined.Seat;
        isJoined = true;
        lastInput = Math.Max(lastInput, joined.Input);
        // Who skips frames cannot claim to hold anything, and joins anew without a cursor.
        if (Verifies)
        {
            Cursor = Cursor is { } held && held.EpochId == joined.EpochId
                ? held with { Offset = joined.Offset }
                : new Cursor(joined.Epoch, joined.EpochId, joined.Offset, 0);
        }

        foreach (var command in unanswered.Values.OrderBy(command => command.N))
        {
            connection!.Send(command);
        }
    }

    private void Take(EventsFrame events)
    {
        Check(events.From == Cursor!.Value.Offset, $"events from {events.From} came at offset {Cursor.Value.Offset}");
        var last = events.From;
        foreach (var item in events.Events)
        {
            Check(item.Offset > last && item.Offset <= events.To, $"event {item.Offset} is out of order");
            last = item.Offset;
            Events++;
            OnEvent?.Invoke(item);
        }

        Cursor = Cursor.Value with { Offset = events.To };
    }

    private void Take(AnswerFrame answer)
    {
        if (unanswered.Remove(answer.N))
        {
            Answers++;
            OnAnswer?.Invoke(answer);
        }

        connection!.Send(new AckFrame(Handle, answer.Stream, unanswered.Count == 0 ? lastCommand : unanswered.Keys.Min() - 1));
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new SimulationException($"Player {Number}: {what}.");
        }
    }
}

/// <summary>The server broke its contract, or an invariant of the game does not hold.</summary>
public sealed class SimulationException(string message, Exception? cause = null) : Exception(message, cause);
