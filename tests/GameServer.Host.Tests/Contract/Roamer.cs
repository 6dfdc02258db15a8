using GameServer.FaultProxy;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Contract;

/// <summary>The connections of ann: one after the other, over whatever transport, each until it breaks or she goes on to the next.</summary>
/// <param name="ann">What she holds.</param>
/// <param name="proxy">The way to her server.</param>
/// <param name="token">Hers.</param>
/// <param name="roomCode">Where she joins first.</param>
/// <param name="mayBeHeldUp">Her server has so little patience that this machine may have held her up for too long.</param>
/// <param name="fail">Told of what must not happen.</param>
internal sealed class Roamer(
    Holding ann, HttpFaultProxy proxy, string token, string roomCode, bool mayBeHeldUp, Action<Exception> fail) : IAsyncDisposable
{
    private const long Stay = 4711;

    private readonly HttpClient http = new() { BaseAddress = proxy.Address };
    private readonly List<Link> links = [];
    private readonly List<string> trail = [];
    private JoinFrame? join = new(0, "join-1", JoinBy.Code, roomCode, false, 0, null, Payload.Nil);
    private CancellationTokenSource stay = new();
    private Task running = Task.CompletedTask;
    private long attempts;

    internal int[] Switches { get; } = new int[4];

    /// <summary>The newest connection.</summary>
    internal Link? Link { get; private set; }

    /// <summary>How it came to where she is.</summary>
    internal IEnumerable<string> Trail => trail.TakeLast(8);

    /// <summary>Whether her newest join was answered.</summary>
    internal bool HasJoined
    {
        get
        {
            lock (ann)
            {
                return join is null;
            }
        }
    }

    /// <summary>Goes on over another transport, as if the one before were gone.</summary>
    internal async Task ChangeAsync(Transport next, Chance draws)
    {
        await LeaveAsync();
        Switches[(int)next]++;
        stay = new CancellationTokenSource();
        running = StayAsync(next, draws, stay.Token);
    }

    internal async Task LeaveAsync()
    {
        await stay.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        http.Dispose();
        links.ForEach(each => each.Dispose());
    }

    private async Task StayAsync(Transport kind, Chance draws, CancellationToken until)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!until.IsCancellationRequested)
        {
            var now = Make(kind, draws, until);
            try
            {
                await now.RunAsync(NextJoin(), Joined);
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException or System.Net.WebSockets.WebSocketException
                or OperationCanceledException or SeatLostException
                || (mayBeHeldUp && lost is ConnectionEndedException { Code: CloseCodes.Silent }))
            {
                // It broke. A client whose sockets are blocked goes on over polls.
                kind = kind == Transport.WebSocket && draws.Next(3) == 0 ? Transport.LongPoll : kind;
            }
            catch (Exception failure)
            {
                fail(failure);
                return;
            }

            await again.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Link Make(Transport kind, Chance draws, CancellationToken until)
    {
        var abandons = draws.Next(2) == 0;
        var encoding = draws.Next(2) == 0 ? FrameEncoding.Text : FrameEncoding.Binary;
        var made = kind == Transport.WebSocket
            ? (Link)new SocketLink(ann, proxy.Address, token, abandons, until)
            : new HttpLink(ann, http, token, kind, encoding, abandons, draws.Next(3), until);
        links.Add(made);
        trail.Add($"after #{proxy.Log.Entries.Count}: {kind}, {(abandons ? "abandoned" : "closed")}, holding attach {ann.Attach}, {join?.JoinId ?? "a new join"}");
        return Link = made;
    }

    /// <summary>
    /// A join that was never answered is repeated with its id, over whatever transport; only then comes another. Each link's has a
    /// number of its own, for what was held up on another may come after it.
    /// </summary>
    private JoinFrame NextJoin()
    {
        lock (ann)
        {
            join ??= new JoinFrame(0, $"join-{links.Count + 1}", JoinBy.Room, ann.RoomId, false, 0, ann.Resume, Payload.Nil);
            return join with { Attempt = new JoinAttempt(Stay, ++attempts) };
        }
    }

    private void Joined() => join = null;
}
