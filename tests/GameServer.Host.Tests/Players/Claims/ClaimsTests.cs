using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GameServer.Host.Players;
using GameServer.Host.Tests.Support;
using Microsoft.Data.Sqlite;

namespace GameServer.Host.Tests.Players.Claims;

/// <summary>Names claimed over HTTP.</summary>
public sealed class ClaimsTests : IAsyncLifetime
{
    private const string Passphrase = "correct horse";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("claims");
    private RunningServer server = null!;
    private HttpClient http = null!;

    private string File => Path.Combine(folder.FullName, "rooms.db");

    public async Task InitializeAsync()
    {
        server = await RunningServer.StartAsync(
            ("Storage:File", File), ("Arena:Bots", "0"), ("Limits:NewPlayersBurst", "1000"));
        http = server.Http();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_name_is_its_players_on_every_device_and_after_a_restart()
    {
        var guest = await PlayerAsync(new { name = "Vega" });
        Assert.False(guest.Claimed);
        var owner = await PlayerAsync(new { name = "Nova", passphrase = Passphrase }, guest.Token);
        Assert.Equal((guest.PlayerId, "Nova", true), (owner.PlayerId, owner.Name, owner.Claimed));

        var elsewhere = await PlayerAsync(new { name = "n0va", passphrase = Passphrase });
        Assert.Equal((owner.PlayerId, "Nova", true), (elsewhere.PlayerId, elsewhere.Name, elsewhere.Claimed));
        var insteadOfAnother = await PlayerAsync(new { name = "Nova", passphrase = Passphrase }, (await PlayerAsync(new { })).Token);
        Assert.Equal(owner.PlayerId, insteadOfAnother.PlayerId);
        Assert.True((await PlayerAsync(new { name = "NOVA" }, elsewhere.Token)).Claimed);
        Assert.True((await PlayerAsync(new { }, elsewhere.Token)).Claimed);

        await DisposeServerAsync();
        await InitializeAsync();
        Assert.Equal("409 name_claimed", await RefusalAsync(new { name = "Nova" }));
        Assert.Equal(owner.PlayerId, (await PlayerAsync(new { name = "Nova", passphrase = Passphrase })).PlayerId);
    }

    [Fact]
    public async Task Somebody_elses_name_is_refused_without_the_right_passphrase()
    {
        await PlayerAsync(new { name = "Nova", passphrase = Passphrase });
        var other = await PlayerAsync(new { name = "Vega" });
        Assert.Equal("409 name_claimed", await RefusalAsync(new { name = "Nova" }));
        Assert.Equal("409 name_claimed", await RefusalAsync(new { name = "N0VA" }, other.Token));
        Assert.Equal("403 wrong_passphrase", await RefusalAsync(new { name = "Nova", passphrase = "correct house" }));
        Assert.Equal("403 wrong_passphrase", await RefusalAsync(new { name = "nova", passphrase = "Correct horse" }, other.Token));
    }

    [Fact]
    public async Task Who_had_a_name_as_a_guest_before_it_was_claimed_goes_on_under_another()
    {
        var guest = await PlayerAsync(new { name = "Nova" });
        await PlayerAsync(new { name = "Nova", passphrase = Passphrase });
        Assert.Equal("409 name_claimed", await RefusalAsync(new { name = "Nova" }, guest.Token));
        var renewed = await PlayerAsync(new { }, guest.Token);
        Assert.Equal(guest.PlayerId, renewed.PlayerId);
        Assert.NotEqual("Nova", renewed.Name);
    }

    [Fact]
    public async Task A_player_keeps_three_names_and_each_leads_to_them()
    {
        var player = await PlayerAsync(new { name = "One", passphrase = Passphrase });
        foreach (var name in new[] { "Two", "Three" })
        {
            Assert.Equal(player.PlayerId, (await PlayerAsync(new { name, passphrase = "for " + name + " alone" }, player.Token)).PlayerId);
        }

        Assert.Equal("409 too_many_names", await RefusalAsync(new { name = "Four", passphrase = Passphrase }, player.Token));
        Assert.Equal(player.PlayerId, (await PlayerAsync(new { name = "Two", passphrase = "for Two alone" })).PlayerId);
    }

    [Fact]
    public async Task Of_two_who_claim_a_name_at_once_one_has_it()
    {
        var answers = await Task.WhenAll(
            AskAsync(new { name = "Nova", passphrase = "one of the two" }), AskAsync(new { name = "N0va", passphrase = "and the other" }));
        Assert.Equal([200, 403], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    [Fact]
    public async Task Too_many_tries_for_a_name_have_to_wait_the_right_one_among_them()
    {
        await PlayerAsync(new { name = "Nova", passphrase = Passphrase });
        for (var tries = 0; tries < 10; tries++)
        {
            Assert.Equal("403 wrong_passphrase", await RefusalAsync(new { name = "Nova", passphrase = $"is it this one {tries}" }));
        }

        // A machine that is slow grants another try every six seconds.
        HttpResponseMessage answer;
        var left = 100;
        do
        {
            answer = await AskAsync(new { name = "Nova", passphrase = "is it this one" });
        }
        while ((int)answer.StatusCode == 403 && left-- > 0);
        Assert.Equal(429, (int)answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
    }

    [Fact]
    public async Task Without_its_database_nobody_gets_a_name_and_those_who_have_one_play_on()
    {
        var player = await PlayerAsync(new { name = "Nova" });
        await using (var connection = new SqliteConnection($"Data Source={File}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE claimed_names";
            await command.ExecuteNonQueryAsync();
        }

        var refused = await AskAsync(new { name = "Vega", passphrase = Passphrase });
        Assert.Equal("503 unavailable", await CodeAsync(refused));
        Assert.Equal(2, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Contains(server.Logs.Warnings, line => line.Contains("The database does not answer", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Logs.Warnings, line => line.Contains(Passphrase, StringComparison.Ordinal));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/send")
        {
            Content = JsonContent.Create(new object[] { "join", 0, "first", "quick", "arena" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", player.Token);
        using var joined = await http.SendAsync(request);
        Assert.Contains("[\"joined\"", await joined.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task DisposeServerAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private async Task<PlayerAnswer> PlayerAsync(object body, string? token = null)
    {
        using var answer = await AskAsync(body, token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<PlayerAnswer>())!;
    }

    private async Task<string> RefusalAsync(object body, string? token = null)
    {
        using var answer = await AskAsync(body, token);
        return await CodeAsync(answer);
    }

    private static async Task<string> CodeAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return $"{(int)answer.StatusCode} {problem.GetProperty("code").GetString()}";
    }

    private async Task<HttpResponseMessage> AskAsync(object body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/players") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request);
    }
}
