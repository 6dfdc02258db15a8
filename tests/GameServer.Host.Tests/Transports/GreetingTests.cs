using System.Net;
using System.Net.WebSockets;
using System.Text;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports;

[Collection(SharedServerTests.Name)]
public sealed class GreetingTests(SharedServer shared)
{
    private static readonly PlayerIdentity somebody = new("p1", "Nova");

    [Fact]
    public async Task A_wrong_token_is_unauthorized()
    {
        var foreign = new PlayerTokens(new byte[32], TimeProvider.System).Issue(somebody).Token;
        foreach (var token in new[] { "", "nonsense", foreign, Unsigned(shared.Server.TokenFor("Nova")) })
        {
            Assert.Equal((ErrorCodes.Unauthorized, CloseCodes.Unauthorized), await RefusalOfAsync(new HelloFrame(1, token, null)));
        }
    }

    [Fact]
    public async Task An_old_token_is_expired()
    {
        var lastMonth = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-30));
        var token = new PlayerTokens(Convert.FromBase64String(RunningServer.SigningKey), lastMonth).Issue(somebody).Token;
        Assert.Equal((ErrorCodes.TokenExpired, CloseCodes.Unauthorized), await RefusalOfAsync(new HelloFrame(1, token, null)));
    }

    [Fact]
    public async Task The_first_frame_must_be_hello() => Assert.Equal(
        (ErrorCodes.HelloExpected, CloseCodes.Unauthorized), await RefusalOfAsync(new PingFrame(null, 1)));

    [Fact]
    public async Task Another_version_is_told_which_one_is_spoken()
    {
        await using var client = await RawClient.OpenAsync(shared.Server.Address);
        await client.SendAsync(new HelloFrame(2, shared.Server.TokenFor("Nova"), null));
        var error = await client.ErrorAsync(ErrorCodes.BadVersion);
        Assert.Equal((1, 1), (error.Details["min"].AsInteger(), error.Details["max"].AsInteger()));
        Assert.Equal(CloseCodes.ProtocolError, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Who_says_nothing_for_five_seconds_is_closed()
    {
        await using var client = await RawClient.OpenAsync(shared.Server.Address);
        Assert.Equal(CloseCodes.Silent, await client.CloseCodeAsync());
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_origin_gets_no_socket(string origin)
    {
        using var http = shared.Server.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws");
        request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("origin_denied", await answer.Content.ReadAsStringAsync());
        await Assert.ThrowsAsync<WebSocketException>(() => RawClient.OpenAsync(shared.Server.Address, origin: origin));
    }

    [Fact]
    public async Task The_servers_own_origin_and_listed_ones_get_a_socket()
    {
        foreach (var origin in new[] { shared.Server.Address.GetLeftPart(UriPartial.Authority), "https://pages.example.org" })
        {
            await using var client = await RawClient.OpenAsync(shared.Server.Address, origin: origin);
            await client.SendAsync(new HelloFrame(1, shared.Server.TokenFor("Nova"), null));
            await client.NextAsync<WelcomeFrame>();
        }
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        using var http = shared.Server.Http();
        using var answer = await http.GetAsync("/ws");
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    private async Task<(string Code, int CloseCode)> RefusalOfAsync(ClientFrame first)
    {
        await using var client = await RawClient.OpenAsync(shared.Server.Address);
        await client.SendAsync(first);
        var error = await client.NextAsync<ErrorFrame>();
        var closeCode = await client.CloseCodeAsync();
        await shared.AssertBystanderPlaysOnAsync();
        return (error.Code, closeCode);
    }

    /// <summary>The same claims under the algorithm "none".</summary>
    private static string Unsigned(string token) =>
        $"{Convert.ToBase64String(Encoding.ASCII.GetBytes("{\"alg\":\"none\",\"typ\":\"JWT\"}")).TrimEnd('=')}.{token.Split('.')[1]}.";
}
