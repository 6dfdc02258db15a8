using GameServer.Client.Connection;
using GameServer.Protocol;

namespace GameServer.Client.Rooms;

internal enum RoomPhase
{
    /// <summary>The join is not answered, or will be sent with the next connection.</summary>
    Joining,
    Joined,
    Ended,
}

/// <summary>
/// One room as this client knows it, over all its connections: cursor, inputs, commands, state. It does no I/O; its methods
/// are called under the client's gate, <see cref="Notify"/> outside of it.
/// </summary>
internal sealed partial class RoomSession
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(1);

    private readonly Chance chance;
    private readonly EventCursor cursor = new();
    private readonly InputLog inputs = new();
    private readonly long stay;
    private string joinId;
    private long attempts;

    public RoomSession(int handle, JoinOptions options, Chance chance, TimeProvider time)
    {
        Handle = handle;
        Options = options;
        this.chance = chance;
        joinId = chance.NewId();
        stay = chance.NewStream();
        Commands = new CommandStream(handle, chance.NewStream);
        Clock = new RoomClock(time);
    }

    public int Handle { get; }

    public JoinOptions Options { get; }

    public RoomPhase Phase { get; private set; }

    /// <summary>Nobody waits for the join any more: as soon as it is answered, the seat is given back.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The player asked to leave.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>A retry is due later, so that no second one is needed.</summary>
    public bool IsRetryPlanned { get; set; }

    /// <summary>The newest answer to a join; null before the first.</summary>
    public JoinedFrame? Info { get; private set; }

    public RoomEnd? Ending { get; private set; }

    /// <summary>The room stands still.</summary>
    public bool IsHeldUp { get; private set; }

    public CommandStream Commands { get; }

    public RoomClock Clock { get; }

    public RoomState State { get; } = new();

    /// <summary>Done with the first <c>joined</c>.</summary>
    public TaskCompletionSource FirstJoined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the room is over.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Joins over another connection.</summary>
    public void SendJoin(IFrameSink sink)
    {
        attempts++;
        SayJoin(sink);
    }

    public InputFrame AddInput(Payload payload) => inputs.Add(Handle, payload);

    public void OnJoined(JoinedFrame frame, IFrameSink sink)
    {
        // The answer to an earlier wish may still come after a newer one was sent. That to the newest comes again when the room has moved
        // to another node: what was on its way there is sent again.
        if (frame.JoinId != joinId || Phase is not (RoomPhase.Joining or RoomPhase.Joined))
        {
            return;
        }

        if (IsAbandoned)
        {
            sink.Send(new LeaveFrame(Handle));
            End(LeftCodes.Left, "The join was given up.");
            return;
        }
        if (Info is not null && Info.EpochId != frame.EpochId)
        {
            Clock.Reset();
        }

        if (Info is not null && Info.Seat != frame.Seat)
        {
            inputs.Forget();
        }

        Info = frame;
        Phase = RoomPhase.Joined;
        OnHeld(false);
        cursor.MoveTo(frame.Epoch, frame.EpochId, frame.Offset);
        foreach (var input in inputs.Resume(frame.Input))
        {
            sink.Send(input);
        }

        Commands.OnJoined(sink);
        FirstJoined.TrySetResult();
    }

    public bool OnEvents(EventsFrame frame)
    {
        freshItems.Clear();
        if (!cursor.TryAccept(frame, freshItems))
        {
            return false;
        }

        foreach (var item in freshItems)
        {
            freshEvents.Add(new GameEvent(item.Offset, item.Name, item.Payload.Detached()));
        }

        return true;
    }

    public void OnHeld(bool isHeldUp)
    {
        freshHeld |= IsHeldUp != isHeldUp;
        IsHeldUp = isHeldUp;
    }

    public void OnFull(FullFrame frame)
    {
        OnHeld(false);
        State.Apply(frame);
        freshState = true;
    }

    public bool OnDelta(DeltaFrame frame)
    {
        OnHeld(false);
        return freshState = State.TryApply(frame);
    }

    public void OnResync(ResyncFrame frame)
    {
        if (frame.EpochId != cursor.EpochId)
        {
            Clock.Reset();
        }

        cursor.MoveTo(frame.Epoch, frame.EpochId, frame.Offset);
        freshResync = new RoomResync(frame.Reason, frame.Epoch, frame.Offset);
    }

    /// <summary>What to do about an error that names this room.</summary>
    /// <returns>After which time <see cref="Retry"/> is to be called; null if there is nothing to retry.</returns>
    public TimeSpan? OnError(ErrorFrame error, IFrameSink sink)
    {
        var wait = new GameException(error).RetryAfter ?? pause;
        if (Phase == RoomPhase.Joining)
        {
            // A first join is the caller's to repeat; one that comes back after a lost connection nobody else would.
            if (Info is not null && error.Code is (ErrorCodes.Busy or ErrorCodes.RateLimited))
            {
                return wait;
            }

            if (error.Code == ErrorCodes.NotJoined)
            {
                // It is about a frame that was sent before the join.
                return null;
            }

            FirstJoined.TrySetException(new GameException(error));
            End(error.Code, error.Message);
            return null;
        }

        switch (error.Code)
        {
            case ErrorCodes.CommandGap when error.Details.Kind == PayloadKind.Map:
                Commands.OnGap(IntegerOf(error.Details, "stream"), IntegerOf(error.Details, "expected"), sink);
                return null;
            case ErrorCodes.TooManyOpen:
                Commands.Acknowledge(sink);
                return wait;
            case ErrorCodes.RateLimited or ErrorCodes.Busy:
                return wait;
            case ErrorCodes.NotJoined when !IsLeaving:
                BeginAgain();
                return wait;
            default:
                return null;
        }
    }

    /// <summary>Sends again what was refused for the moment.</summary>
    public void Retry(IFrameSink sink)
    {
        IsRetryPlanned = false;
        if (Phase == RoomPhase.Joining)
        {
            SayJoin(sink);
        }
        else if (Phase == RoomPhase.Joined)
        {
            Commands.SendUnanswered(sink);
        }
    }

    /// <summary>The connection is gone; the room is joined again over the next one.</summary>
    public void OnConnectionLost()
    {
        if (IsLeaving || IsAbandoned)
        {
            End(LeftCodes.Left, "The connection was lost while leaving.");
        }
        else if (Phase == RoomPhase.Joined)
        {
            BeginAgain();
        }
    }

    public void End(string code, string message)
    {
        if (Phase == RoomPhase.Ended)
        {
            return;
        }

        Phase = RoomPhase.Ended;
        Ending = new RoomEnd(code, message);
        freshEnd = Info is not null && !IsLeaving;
        Commands.Fail(new GameException(code, message));
        FirstJoined.TrySetException(new GameException(code, message));
        Over.TrySetResult();
    }

    private void SayJoin(IFrameSink sink)
    {
        var attempt = new JoinAttempt(stay, attempts);
        sink.Send(Info is null
            ? new JoinFrame(Handle, joinId, Options.How, Options.Target, Options.Watch, Options.Rate, null, Options.Options, attempt)
            : new JoinFrame(
                Handle,
                joinId,
                JoinBy.Room,
                Info.RoomId,
                Options.Watch,
                Options.Rate,
                new Cursor(cursor.Epoch, cursor.EpochId, cursor.Offset, State.Baseline(cursor.EpochId), Info.Attach),
                Options.Options,
                attempt));
    }

    private void BeginAgain()
    {
        Phase = RoomPhase.Joining;
        joinId = chance.NewId();
        attempts++;
    }

    private static long IntegerOf(Payload map, string key) => map[key] is { Kind: PayloadKind.Integer } value ? value.AsInteger() : 0;
}
