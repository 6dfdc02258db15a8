using System.Net;
using System.Net.Http.Json;
using GameServer.Host.Tests.Support;
using GameServer.Host.Web;

namespace GameServer.Host.Tests.Web;

/// <summary>Limits for an address hold for players, not for the proxy that all of them come through.</summary>
public sealed class KnownProxiesTests
{
    [Fact]
    public async Task A_known_proxy_is_believed_whom_it_speaks_for_and_others_are_not()
    {
        await using var server = await RunningServer.StartAsync(
            ("Server:KnownProxies", "127.0.0.2; 10.0.0.0/8"), ("Limits:NewPlayersBurst", "1"), ("Limits:NewPlayersPerMinute", "1"));
        using var proxy = server.Http("127.0.0.2");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(proxy, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(proxy, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(proxy, "192.0.2.1"));
        // Only what the proxy itself added counts; what was there before, the client may have made up.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(proxy, "192.0.2.9, 192.0.2.2"));

        using var stranger = server.Http("127.0.0.3");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(stranger, "192.0.2.3"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(stranger, "192.0.2.4"));
    }

    [Fact]
    public async Task A_page_that_came_by_https_through_a_known_proxy_is_of_the_servers_own_origin()
    {
        await using var server = await RunningServer.StartAsync(("Server:KnownProxies", "127.0.0.2"));
        foreach (var (from, expected) in new[] { ("127.0.0.2", HttpStatusCode.OK), ("127.0.0.3", HttpStatusCode.Forbidden) })
        {
            using var http = server.Http(from);
            http.DefaultRequestHeaders.Add("Origin", $"https://{server.Address.Authority}");
            http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            Assert.Equal(expected, await AskAsync(http, "192.0.2.1"));
        }
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("fd00::1", "fd00::1/128")]
    [InlineData("nginx", null)]
    public void An_address_is_a_network_of_one(string text, string? expected) =>
        Assert.Equal(expected, KnownProxies.TryParse(text, out var network) ? network.ToString() : null);

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string speaksFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players")
        {
            Headers = { { "X-Forwarded-For", speaksFor } },
            Content = JsonContent.Create(new { name = "Nova" }),
        };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
