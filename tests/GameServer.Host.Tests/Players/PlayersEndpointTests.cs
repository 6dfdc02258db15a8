using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using GameServer.Host.Players;
using GameServer.Host.Tests.Support;
using Microsoft.AspNetCore.Mvc;

namespace GameServer.Host.Tests.Players;

[Collection(SharedServerTests.Name)]
public sealed class PlayersEndpointTests(SharedServer shared)
{
    [Fact]
    public async Task A_guest_gets_a_token_for_a_week()
    {
        using var http = shared.Server.Http("127.0.1.1");
        using var answer = await http.PostAsJsonAsync("/api/players", new { name = " Nova " });
        var player = (await answer.Content.ReadFromJsonAsync<PlayerAnswer>())!;
        Assert.Equal("Nova", player.Name);
        Assert.InRange(player.ExpiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Who_gives_no_name_gets_one()
    {
        using var http = shared.Server.Http("127.0.1.2");
        using var answer = await http.PostAsJsonAsync("/api/players", new { });
        Assert.NotNull(PlayerNames.Clean((await answer.Content.ReadFromJsonAsync<PlayerAnswer>())!.Name));
    }

    [Fact]
    public async Task A_token_keeps_the_identity_under_a_new_name_and_the_name_without_one()
    {
        using var http = shared.Server.Http("127.0.1.3");
        var first = await RegisterAsync(http, new { name = "Nova" }, null);
        var renamed = await RegisterAsync(http, new { name = "Vega" }, first.Token);
        var renewed = await RegisterAsync(http, new { }, renamed.Token);
        Assert.Equal((first.PlayerId, "Vega"), (renamed.PlayerId, renamed.Name));
        Assert.Equal((first.PlayerId, "Vega"), (renewed.PlayerId, renewed.Name));
    }

    [Theory]
    [InlineData("{\"name\":\"<b>\"}", "application/json", 400, "bad_name")]
    [InlineData("{\"name\":\"\"}", "application/json", 400, "bad_name")]
    [InlineData("{\"name\":7}", "application/json", 400, "bad_name")]
    [InlineData("{\"name\":", "application/json", 400, "bad_request")]
    [InlineData("{\"name\":\"\\ud800\"}", "application/json", 400, "bad_request")]
    [InlineData("{\"passphrase\":\"seven c\"}", "application/json", 400, "bad_passphrase")]
    [InlineData("{\"passphrase\":12345678}", "application/json", 400, "bad_passphrase")]
    [InlineData("{\"passphrase\":[\"long enough\"]}", "application/json", 400, "bad_passphrase")]
    [InlineData("{\"passphrase\":\"\\ud800 long enough\"}", "application/json", 400, "bad_request")]
    [InlineData("[]", "application/json", 400, "bad_request")]
    [InlineData("[[[[[[[[]]]]]]]]", "application/json", 400, "bad_request")]
    [InlineData("{}", "text/plain", 415, "bad_request")]
    public async Task Bad_requests_are_told_what_is_wrong(string body, string type, int status, string code)
    {
        using var http = shared.Server.Http("127.0.1.4");
        using var answer = await http.PostAsync("/api/players", new StringContent(body, Encoding.UTF8, type));
        await AssertProblemAsync(answer, status, code);
    }

    [Fact]
    public async Task A_large_body_is_refused_whether_or_not_it_says_its_size()
    {
        using var http = shared.Server.Http("127.0.1.5");
        using var said = await http.PostAsJsonAsync("/api/players", new { name = new string('x', 3000) });
        await AssertProblemAsync(said, 413, "too_large");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(new string(' ', 3000), Encoding.UTF8, "application/json");
        using var chunked = await http.SendAsync(request);
        await AssertProblemAsync(chunked, 413, "too_large");
    }

    [Fact]
    public async Task A_wrong_token_is_unauthorized()
    {
        using var http = shared.Server.Http("127.0.1.6");
        foreach (var header in new[] { "Bearer nonsense", "Basic abc" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players") { Content = JsonContent.Create(new { }) };
            request.Headers.Add("Authorization", header);
            using var answer = await http.SendAsync(request);
            await AssertProblemAsync(answer, 401, "unauthorized");
        }
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("null")]
    public async Task A_foreign_origin_gets_no_player(string origin)
    {
        using var http = shared.Server.Http("127.0.1.7");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request);
        await AssertProblemAsync(answer, 403, "origin_denied");
    }

    [Fact]
    public async Task A_listed_origin_may_read_the_answer()
    {
        using var http = shared.Server.Http("127.0.1.8");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/players");
        request.Headers.Add("Origin", "https://pages.example.org");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var answer = await http.SendAsync(request);
        Assert.Equal("https://pages.example.org", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task An_address_that_asks_for_too_many_players_has_to_wait()
    {
        using var http = shared.Server.Http("127.0.1.9");
        for (var player = 0; player < 30; player++)
        {
            await RegisterAsync(http, new { }, null);
        }

        using var answer = await http.PostAsJsonAsync("/api/players", new { });
        await AssertProblemAsync(answer, 429, "rate_limited");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        using var neighbour = shared.Server.Http("127.0.1.10");
        await RegisterAsync(neighbour, new { }, null);
    }

    private static async Task<PlayerAnswer> RegisterAsync(HttpClient http, object body, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<PlayerAnswer>())!;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!;
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.Extensions["code"]!.ToString()!));
        Assert.False(string.IsNullOrEmpty(problem.Detail));
    }
}
