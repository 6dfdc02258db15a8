using System.Net;
using System.Text;

namespace GameServer.Client.Tests;

public sealed class PlayersTests
{
    [Fact]
    public async Task A_guest_is_made_by_name()
    {
        var server = new FakeHttp(HttpStatusCode.OK, """{"token":"t","playerId":"p-1","name":"Nova","expiresAt":"2026-01-01T00:00:00Z","later":1}""");

        var player = await CreateAsync(server, "Nova", "old");

        Assert.Equal(new Player("t", "p-1", "Nova", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), player);
        Assert.Equal("POST http://localhost:8080/api/players Bearer old {\"name\":\"Nova\"}", server.Request);
        Assert.DoesNotContain("t,", player.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_the_body_is_empty()
    {
        var server = new FakeHttp(HttpStatusCode.OK, """{"token":"t","playerId":"p-1","name":"Guest","expiresAt":"2026-01-01T00:00:00Z"}""");

        await CreateAsync(server, null, null);

        Assert.Equal("POST http://localhost:8080/api/players  {}", server.Request);
    }

    [Fact]
    public async Task A_name_is_claimed_with_a_passphrase()
    {
        var server = new FakeHttp(
            HttpStatusCode.OK, """{"token":"t","playerId":"p-1","name":"Nova","expiresAt":"2026-01-01T00:00:00Z","claimed":true}""");

        var player = await CreateAsync(server, "Nova", null, "correct horse");

        Assert.True(player.Claimed);
        Assert.Equal("POST http://localhost:8080/api/players  {\"name\":\"Nova\",\"passphrase\":\"correct horse\"}", server.Request);
    }

    [Theory]
    [InlineData("""{"code":"bad_name","title":"Bad name","detail":"A name has 1 to 16 characters."}""", "bad_name", "A name has 1 to 16 characters.")]
    [InlineData("<html>", "failed", "The server answered 400 to a new player.")]
    public async Task A_refusal_tells_its_code(string body, string code, string message)
    {
        var refusal = await Assert.ThrowsAsync<GameException>(() => CreateAsync(new FakeHttp(HttpStatusCode.BadRequest, body), "", null));

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    private static async Task<Player> CreateAsync(FakeHttp server, string? name, string? token, string? passphrase = null)
    {
        using var http = new HttpClient(server);
        return await Players.CreateAsync(http, new Uri("http://localhost:8080"), name, token, passphrase);
    }

    private sealed class FakeHttp(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public string? Request { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = await request.Content!.ReadAsStringAsync(cancellationToken);
            Request = $"{request.Method} {request.RequestUri} {request.Headers.Authorization} {content}";
            return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
