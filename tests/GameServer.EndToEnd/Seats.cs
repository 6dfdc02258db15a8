using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace GameServer.EndToEnd;

/// <summary>Seats of players who do nothing.</summary>
internal static class Seats
{
    /// <summary>Takes a seat, and says in which room.</summary>
    internal static async Task<string> TakeAsync(Uri server, string name, string how, string target)
    {
        using var http = new HttpClient { BaseAddress = server };
        using var made = await http.PostAsJsonAsync("api/players", new { name });
        using var player = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", player.RootElement.GetProperty("token").GetString());
        using var answer = await http.PostAsJsonAsync("send", new object[] { "join", 0, "lookout", how, target });
        using var joined = JsonDocument.Parse((await answer.Content.ReadAsStringAsync()).Split('\n')[0]);
        Assert.Equal("joined", joined.RootElement[0].GetString());
        return joined.RootElement[3].GetString()!;
    }
}
