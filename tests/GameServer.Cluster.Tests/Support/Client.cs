using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Support;

/// <summary>A client that a test drives frame by frame. It keeps what came until the test asks for it, and the cursor it ends up with.</summary>
internal sealed class Client(Func<SimulatedConnection> connect)
{
    private readonly List<ServerFrame> unread = [];

    public Client(SimulatedNode node, string player, FrameEncoding encoding = FrameEncoding.Binary)
        : this(() => node.Connect(player, player, encoding))
    {
    }

    public SimulatedConnection Connection { get; private set; } = connect();

    public PlayerCopy Copy { get; private set; } = new();

    /// <summary>The room that it joined last.</summary>
    public string? RoomId { get; private set; }

    /// <summary>Called after each state that came.</summary>
    public Action<PlayerCopy>? Followed { get; set; }

    /// <summary>Where the client stands in the room that it joined last.</summary>
    public Cursor? Cursor { get; private set; }

    /// <summary>How often it was told to start anew.</summary>
    public int Resyncs { get; private set; }

    /// <summary>All events that were ever told, over all connections.</summary>
    public List<EventItem> Events { get; } = [];

    public void Send(params ReadOnlySpan<ClientFrame> frames) => Connection.Send(frames);

    public void Quick(string joinId = "quick", int handle = 1, string kind = "counter", int rate = 0, Payload options = default) =>
        Send(new JoinFrame(handle, joinId, JoinBy.Quick, kind, false, rate, null, options));

    public void Create(string joinId = "create", int handle = 1, string kind = "counter", Payload options = default) =>
        Send(new JoinFrame(handle, joinId, JoinBy.Create, kind, false, 0, null, options));

    public void Code(string code, string joinId = "code", int handle = 1, bool watch = false) =>
        Send(new JoinFrame(handle, joinId, JoinBy.Code, code, watch, 0, null, Payload.Nil));

    public void Room(string roomId, string joinId = "room", int handle = 1, bool watch = false, int rate = 0, Cursor? cursor = null) =>
        Send(new JoinFrame(handle, joinId, JoinBy.Room, roomId, watch, rate, cursor, Payload.Nil));

    public void Command(long n, string name, Payload arguments = default, int handle = 1, long stream = 7) =>
        Send(new CommandFrame(handle, stream, n, name, arguments));

    public void Input(long n, Payload payload, int handle = 1) => Send(new InputFrame(handle, n, payload));

    /// <summary>Opens another connection; the one before is only left, not cut.</summary>
    public void Reconnect()
    {
        unread.Clear();
        Connection = connect();
    }

    /// <summary>Forgets what it holds, as a reloaded page does.</summary>
    public void Forget()
    {
        Cursor = null;
        Copy = new PlayerCopy();
    }

    /// <summary>The first unread frame of that type; those before it stay unread.</summary>
    public TFrame Expect<TFrame>(Func<TFrame, bool>? which = null)
        where TFrame : ServerFrame
    {
        Read();
        var found = unread.OfType<TFrame>().FirstOrDefault(frame => which is null || which(frame));
        Assert.True(found is not null, $"A {typeof(TFrame).Name} was expected; unread are: {string.Join(", ", unread)}");
        unread.Remove(found);
        return found;
    }

    public ErrorFrame ExpectError(string code)
    {
        var error = Expect<ErrorFrame>();
        Assert.Equal(code, error.Code);
        return error;
    }

    public LeftFrame ExpectLeft(string code)
    {
        var left = Expect<LeftFrame>();
        Assert.Equal(code, left.Code);
        return left;
    }

    /// <summary>As <see cref="Expect"/>, but null if there is none.</summary>
    public TFrame? Try<TFrame>()
        where TFrame : ServerFrame
    {
        Read();
        var found = unread.OfType<TFrame>().FirstOrDefault();
        unread.Remove(found!);
        return found;
    }

    /// <summary>All unread frames of that type, which are read now.</summary>
    public IReadOnlyList<TFrame> All<TFrame>()
        where TFrame : ServerFrame
    {
        Read();
        var found = unread.OfType<TFrame>().ToArray();
        unread.RemoveAll(frame => frame is TFrame);
        return found;
    }

    public void ExpectNone<TFrame>()
        where TFrame : ServerFrame
    {
        Read();
        Assert.Empty(unread.OfType<TFrame>());
    }

    /// <summary>Takes what came, as a client does that is not asked about it.</summary>
    public void Skim()
    {
        Read();
        unread.Clear();
    }

    private void Read()
    {
        foreach (var frame in Connection.Receive())
        {
            unread.Add(frame);
            Follow(frame);
        }
    }

    private void Follow(ServerFrame frame)
    {
        switch (frame)
        {
            case JoinedFrame joined:
                RoomId = joined.RoomId;
                Cursor = new Cursor(
                    joined.Epoch, joined.EpochId, joined.Offset, Cursor?.EpochId == joined.EpochId ? Cursor.Value.Baseline : 0);
                break;
            case ResyncFrame resync:
                Resyncs++;
                Cursor = new Cursor(resync.Epoch, resync.EpochId, resync.Offset, Cursor?.Baseline ?? 0);
                break;
            case EventsFrame events:
                Assert.Equal(Cursor!.Value.Offset, events.From);
                Events.AddRange(events.Events);
                Cursor = Cursor.Value with { Offset = events.To };
                break;
            case FullFrame or DeltaFrame:
                Copy.Apply(frame);
                Followed?.Invoke(Copy);
                Cursor = Cursor!.Value with { Baseline = Copy.Tick };
                break;
        }
    }
}
