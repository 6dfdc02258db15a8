using GameServer.Client.Connection;
using GameServer.Client.Rooms;
using GameServer.Client.Transport;
using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>
/// A player's connection to a server. It comes back by itself when it is lost, and the rooms with it. All members may be used
/// from any thread; a client has no thread of its own.
/// </summary>
public sealed class GameClient : IAsyncDisposable
{
    private readonly ConnectionLoop loop;
    private int disposed;

    private GameClient(GameClientOptions options)
    {
        Session = new ClientSession(options);
        var transport = options.Transport ?? new WebSocketTransport(options.BaseAddress, options.Encoding, options.TimeProvider);
        loop = new ConnectionLoop(options, transport, Session);
    }

    /// <summary>Who the server says this is.</summary>
    public string PlayerId => Session.Welcome!.PlayerId;

    /// <summary>The player's name.</summary>
    public string Name => Session.Welcome!.Name;

    /// <summary>Name of the node that the newest connection is with, for people.</summary>
    public string Node => Session.Welcome!.Node;

    /// <summary>How the client is with its server.</summary>
    public ConnectionState State => loop.State;

    /// <summary>Done when no further connection will be opened; the result says why. Never fails.</summary>
    public Task<GameException> Closed => loop.Over;

    internal ClientSession Session { get; }

    /// <summary>Opens the first connection.</summary>
    /// <param name="options">Where to and as whom.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="GameException">The server refused, or could not be reached (<c>unreachable</c>): a first connection is tried once.</exception>
    public static async Task<GameClient> ConnectAsync(GameClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.PingInterval <= TimeSpan.Zero || options.PingInterval > TimeSpan.FromSeconds(Limits.PingSeconds))
        {
            throw new ArgumentException($"The time between pings is more than 0 and at most {Limits.PingSeconds} s.", nameof(options));
        }

        var client = new GameClient(options);
        try
        {
            await client.loop.StartAsync().WaitAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins a room.</summary>
    /// <param name="options">Which room, and what is to be called while in it.</param>
    /// <param name="cancellationToken">Gives up; a seat that is given nevertheless is given back.</param>
    /// <exception cref="GameException">The join was refused; <see cref="GameException.RetryAfter"/> may say when it could work.</exception>
    public async Task<GameRoom> JoinAsync(JoinOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        GameRoom room;
        lock (Session.Gate)
        {
            room = Session.Add(options, this);
            Session.Outbox?.Flush();
        }
        try
        {
            await room.Session.FirstJoined.Task.WaitAsync(cancellationToken);
            return room;
        }
        catch (OperationCanceledException)
        {
            lock (Session.Gate)
            {
                if (room.Session.Phase == RoomPhase.Joining)
                {
                    Session.Abandon(room);
                }
                else
                {
                    _ = room.LeaveAsync();
                }
            }
            throw;
        }
    }

    /// <summary>Measures the round trip to the node.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GameException">There is no connection, or it is lost before the pong comes.</exception>
    public Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default) => PingAsync(null, cancellationToken);

    /// <summary>Says good-bye. Seats are kept for their grace time; leave the rooms before to give them up. Not from a callback, for whose end it would wait.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            await loop.DisposeAsync();
        }
    }

    internal Task<TimeSpan> PingAsync(GameRoom? room, CancellationToken cancellationToken)
    {
        lock (Session.Gate)
        {
            var roundTrip = Session.SendPing(room);
            Session.Outbox?.Flush();
            return roundTrip.WaitAsync(cancellationToken);
        }
    }
}
