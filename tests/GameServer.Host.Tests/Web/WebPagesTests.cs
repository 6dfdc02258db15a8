using System.Net;
using GameServer.Host.Tests.Support;
using GameServer.Host.Web;

namespace GameServer.Host.Tests.Web;

[Collection(SharedServerTests.Name)]
public sealed class WebPagesTests(SharedServer shared)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/arena")]
    [InlineData("/arena/")]
    [InlineData("/arena/index.html")]
    [InlineData("/chat")]
    [InlineData("/cluster")]
    [InlineData("/lab")]
    [InlineData("/ticker")]
    [InlineData("/assets/arena-1a2b3c4d.js")]
    [InlineData("/healthz")]
    [InlineData("/api/players")]
    [InlineData("/ws")]
    [InlineData("/nothing")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var http = shared.Server.Http();
        using var answer = await http.GetAsync(path);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'; script-src 'self'; style-src 'self'", policy);
        Assert.Contains($"connect-src 'self' ws://{shared.Server.Address.Authority} ", policy);
        Assert.Contains("object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
    }

    [Theory]
    [InlineData("game.example.org:8080", " ws://game.example.org:8080 ")]
    [InlineData("[::1]:8080", " ws://[::1]:8080 ")]
    [InlineData("evil;script-src *", "connect-src 'self';")]
    [InlineData(null, "connect-src 'self';")]
    public void Only_a_plain_host_gets_into_the_policy(string? host, string expected)
    {
        var policy = SecurityHeaders.PolicyFor(host);
        Assert.Contains(expected, policy);
        Assert.DoesNotContain("*", policy);
    }

    [Fact]
    public async Task The_front_door_is_the_lobby()
    {
        using var http = shared.Server.Http();
        using var answer = await http.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<title>Lobby</title>", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/arena", "no-cache")]
    [InlineData("/assets/arena-1a2b3c4d.js", "public, max-age=31536000, immutable")]
    public async Task Pages_are_asked_for_again_and_assets_kept(string path, string expected)
    {
        using var http = shared.Server.Http();
        using var answer = await http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, expected), (answer.StatusCode, answer.Headers.GetValues("Cache-Control").Single()));
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("*/*", "application/problem+json")]
    public async Task Nothing_is_said_in_the_way_that_was_asked(string accept, string type)
    {
        using var http = shared.Server.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/../secret");
        request.Headers.Add("Accept", accept);
        using var answer = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotFound, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task It_is_alive_and_ready()
    {
        using var http = shared.Server.Http();
        Assert.Equal("alive", await http.GetStringAsync("/healthz"));
        Assert.Equal("ready", await http.GetStringAsync("/readyz"));
    }
}
