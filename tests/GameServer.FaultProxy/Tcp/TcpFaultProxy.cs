using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GameServer.FaultProxy;

/// <summary>
/// Stands between clients and a server and makes the network bad: late, uneven, stalling, narrow, cut, dead. It knows no protocol;
/// see <see cref="HttpFaultProxy"/> for one that knows requests and responses. The two may stand one behind the other.
/// </summary>
/// <remarks>
/// How late each piece of each direction is follows from the seed, the connection's number and the piece's number. Which bytes make a
/// piece is up to the operating system, so a seed repeats a network, not a run.
/// </remarks>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri server;
    private readonly int seed;
    private readonly ConcurrentDictionary<int, (ProxiedConnection Connection, Task Running)> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private Task accepting = Task.CompletedTask;
    private volatile Tuple<LinkFaults, LinkFaults> faults;
    private volatile bool refuses;

    private TcpFaultProxy(Uri server, int seed, LinkFaults up, LinkFaults down)
    {
        this.server = server;
        this.seed = seed;
        faults = new(up, down);
    }

    /// <summary>Where clients connect, with the scheme of the server's address.</summary>
    public Uri Address => new($"{server.Scheme}://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>What was done so far.</summary>
    public FaultLog Log { get; } = new();

    /// <summary>The connections that are open, oldest first.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => [.. connections.OrderBy(pair => pair.Key).Select(pair => pair.Value.Connection)];

    /// <summary>Whether new connections are reset as soon as they are made. Those that are open stay.</summary>
    public bool Refuses
    {
        get => refuses;
        set
        {
            refuses = value;
            Log.Add(0, value ? "refuses new connections" : "takes new connections");
        }
    }

    /// <summary>Starts one on a free port of this machine, in front of <paramref name="server"/>.</summary>
    public static TcpFaultProxy Start(Uri server, int seed, LinkFaults up, LinkFaults down)
    {
        var proxy = new TcpFaultProxy(server, seed, up, down);
        proxy.listener.Start();
        // Away from the caller's synchronisation context: a test framework's runs few things at a time.
        proxy.accepting = Task.Run(proxy.AcceptAsync);
        return proxy;
    }

    /// <summary>From now on the network is like this, for open connections too. What is on the way stays as it was.</summary>
    public void Change(LinkFaults up, LinkFaults down)
    {
        Log.Add(0, $"up {up}, down {down}");
        faults = new(up, down);
    }

    /// <summary>Cuts every open connection.</summary>
    public void CutAll()
    {
        foreach (var connection in Connections)
        {
            connection.Cut();
        }
    }

    /// <summary>Cuts what is open and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Dispose();
        CutAll();
        await Task.WhenAll(connections.Values.Select(open => open.Running));
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                if (refuses)
                {
                    Log.Add(number, "refused");
                    client.LingerState = new LingerOption(true, 0);
                    client.Dispose();
                    continue;
                }

                Open(number, client);
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy is disposed.
        }
    }

    private void Open(int number, Socket client)
    {
        var upstream = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var connection = new ProxiedConnection(number, seed, client, upstream, () => (faults.Item1, faults.Item2), Log);
        // Added before it runs, so that its own end cannot come before.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connections[number] = (connection, RunAsync(connection, upstream, begun.Task));
        begun.SetResult();
    }

    private async Task RunAsync(ProxiedConnection connection, Socket upstream, Task begun)
    {
        await begun;
        try
        {
            await upstream.ConnectAsync(server.Host, server.Port, stopping.Token);
            Log.Add(connection.Number, "opened");
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            Log.Add(connection.Number, "the server does not answer");
            connection.Cut();
        }

        await connection.RunAsync();
        connections.TryRemove(connection.Number, out _);
    }
}
