using GameServer.Protocol;

namespace GameServer.Client.Tests;

/// <summary>A client with its fake server, and the frames that most tests need.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private JoinedFrame? joined;

    private Scene(FakeServer server, FakeConnection connection, GameClient client)
    {
        Server = server;
        Connection = connection;
        Client = client;
    }

    public static TableSchema[] Schema { get; } = [new("ships", [Column.Int("x", 0.5), Column.Text("name")]), new("shots", [Column.Int("x")])];

    public FakeServer Server { get; }

    public FakeConnection Connection { get; set; }

    public GameClient Client { get; }

    public static GameClientOptions Options(FakeServer server, Func<CancellationToken, ValueTask<string>>? token = null, Action<ErrorFrame>? onError = null) => new()
    {
        BaseAddress = new Uri("http://localhost:1"),
        Token = token ?? (_ => ValueTask.FromResult("token")),
        TimeProvider = server.Time,
        Transport = server,
        Encoding = server.Encoding,
        Random = new Random(1),
        OnError = onError,
    };

    public static async Task<Scene> ConnectedAsync(Action<ErrorFrame>? onError = null, FrameEncoding encoding = FrameEncoding.Binary)
    {
        var server = new FakeServer { Encoding = encoding };
        var connecting = GameClient.ConnectAsync(Options(server, onError: onError));
        var connection = await WelcomeAsync(await server.AcceptAsync());
        return new Scene(server, connection, await connecting.WaitAsync(Patience.Limit));
    }

    public static async Task<FakeConnection> WelcomeAsync(FakeConnection connection)
    {
        await connection.ExpectAsync<HelloFrame>();
        connection.Send(new WelcomeFrame(1, "p-1", "Nova", "node-a", 15));
        return connection;
    }

    public async Task<GameRoom> JoinAsync(JoinOptions? options = null)
    {
        var joining = Client.JoinAsync(options ?? new JoinOptions(JoinBy.Quick, "arena"));
        joined = Joined(await Connection.ExpectAsync<JoinFrame>());
        Connection.Send(joined);
        return await joining.WaitAsync(Patience.Limit);
    }

    /// <summary>What is said of the last join when the room has moved to another node.</summary>
    public JoinedFrame JoinedAgain(int epoch, string epochId, long attach) =>
        joined! with { Epoch = epoch, EpochId = epochId, Attach = attach };

    /// <summary>Takes the connection away and waits for the join over the next one.</summary>
    public async Task<JoinFrame> ReconnectAsync()
    {
        Connection.Lose();
        Connection = await WelcomeAsync(await Server.AcceptLaterAsync());
        return await Connection.ExpectAsync<JoinFrame>();
    }

    public static JoinedFrame Joined(JoinFrame join, long offset = 10, long input = 0, int epoch = 1, int seat = 0) =>
        new(join.Handle, join.JoinId, "r-1", "arena", seat, 1, epoch, $"e{epoch}", offset, input, 30, false, 100);

    public static FullFrame Full(int handle, long tick, Payload tables, int epoch = 1) => new(handle, 0, epoch, $"e{epoch}", tick, Schema, tables.Bytes);

    public static Payload Ships(Payload[] removed, params Payload[] rows) => Payload.Array(Payload.Array(0, Payload.Array(removed), Payload.Array(rows)));

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
