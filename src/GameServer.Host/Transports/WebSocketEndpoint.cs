using GameServer.Host.Telemetry;
using GameServer.Host.Web;

namespace GameServer.Host.Transports;

/// <summary><c>/ws</c>: takes WebSockets, over HTTP/1.1 and HTTP/2 alike.</summary>
internal static class WebSocketEndpoint
{
    /// <summary>How often a silent connection is tried, and for how long without an answer; the default never gives one up.</summary>
    internal static readonly WebSocketOptions Options = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Any method: over HTTP/2 the request is a CONNECT.</summary>
    internal static void MapWebSocket(this IEndpointRouteBuilder routes) => routes.Map("/ws", HandleAsync);

    private static async Task HandleAsync(HttpContext context, WebSocketServices services, ILogger<WebSocketConnection> log)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.Of(426, "websocket_expected", "This address speaks WebSocket.").ExecuteAsync(context);
            return;
        }

        System.Net.WebSockets.WebSocket socket;
        try
        {
            socket = await context.WebSockets.AcceptWebSocketAsync();
        }
        catch (InvalidOperationException failure) when (!context.Response.HasStarted)
        {
            // What Kestrel says when as many connections are open as may be.
            HostLog.ConnectionRefused(log, failure.Message);
            await Problems.Of(503, "server_full", "This server has no room for another connection.").ExecuteAsync(context);
            return;
        }

        using (socket)
        {
            await new WebSocketConnection(socket, services).RunAsync();
        }
    }
}
