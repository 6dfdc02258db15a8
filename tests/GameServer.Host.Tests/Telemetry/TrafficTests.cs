using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using GameServer.Host.Startup;
using GameServer.Host.Telemetry.Traffic;
using GameServer.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Host.Tests.Telemetry;

[Collection(SharedServerTests.Name)]
public sealed class TrafficTests(SharedServer shared)
{
    private const byte TextMessage = 0x1;
    private const byte CloseMessage = 0x8;

    [Fact]
    public async Task Every_byte_of_requests_that_share_a_connection_goes_to_its_own_meter()
    {
        var (one, other) = (Name(), Name());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(shared.Server.Address.Host, shared.Server.Address.Port);
        var expected = new Dictionary<string, TrafficReading>();
        foreach (var (name, path) in new[] { (one, "/healthz"), (other, "/nothing"), ("", "/healthz"), (one, "/poll"), (other, "/healthz") })
        {
            var request = $"GET {path}?meter={name} HTTP/1.1\r\nHost: {shared.Server.Address.Authority}\r\nX-Long: {new string('x', 300)}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
            var before = expected.GetValueOrDefault(name);
            var answer = await ReadAnswerAsync(socket);
            expected[name] = new TrafficReading(before.Requests + 1, before.Received + request.Length, before.Sent + answer);
        }

        expected.Remove("");
        Assert.Equal(expected, await ReadAsync(one, other));
    }

    [Fact]
    public async Task Every_byte_of_a_WebSocket_goes_to_the_meter_that_it_was_opened_with()
    {
        var name = Name();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(shared.Server.Address.Host, shared.Server.Address.Port);
        var hello = $"[\"hello\",1,\"{shared.Server.TokenFor("Metered")}\",null]\n[\"ping\",null,7]";
        byte[][] said =
        [
            Encoding.ASCII.GetBytes(
                $"GET /ws?meter={name} HTTP/1.1\r\nHost: {shared.Server.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            Masked(TextMessage, Encoding.UTF8.GetBytes(hello)),
            Masked(CloseMessage, [0x03, 0xe8]),
        ];
        string[] answers = ["\r\n\r\n", "[\"pong\",null,7,null]", ""];
        var heard = 0;
        for (var i = 0; i < said.Length; i++)
        {
            await socket.SendAsync(said[i]);
            heard += await ReadUntilAsync(socket, answers[i]);
        }

        Assert.Equal(new TrafficReading(1, said.Sum(bytes => bytes.Length), heard), (await ReadAsync(name))[name]);
    }

    [Fact]
    public async Task What_nobody_named_is_not_there_and_reading_counts_for_nobody()
    {
        var name = Name();
        Assert.Empty(await ReadAsync(name));
        Assert.Empty(await ReadAsync(name));
        using var http = shared.Server.Http();
        using var refused = await http.GetAsync("/api/traffic");
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public void Meters_are_bounded_and_those_in_use_stay()
    {
        var meters = new TrafficMeters();
        var kept = meters.Use("kept")!;
        for (var i = 0; i < 2 * TrafficMeters.Most; i++)
        {
            Assert.NotNull(meters.Use($"other{i}"));
            Assert.Same(kept, meters.Use("kept"));
        }

        Assert.False(meters.TryRead("other0", out _));
        Assert.True(meters.TryRead($"other{(2 * TrafficMeters.Most) - 1}", out _));
        Assert.All(new[] { null, "", "a b", "a/b", new string('a', 33) }, name => Assert.Null(meters.Use(name)));
    }

    /// <summary>A message as a client sends it, with a mask that changes nothing.</summary>
    private static byte[] Masked(byte opcode, byte[] payload)
    {
        const byte Last = 0x80;
        const byte IsMasked = 0x80;
        const byte TwoBytesFollow = 126;
        byte[] length = payload.Length < TwoBytesFollow
            ? [(byte)(IsMasked | payload.Length)]
            : [IsMasked | TwoBytesFollow, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [(byte)(Last | opcode), .. length, 0, 0, 0, 0, .. payload];
    }

    /// <summary>Reads until that was said, or with nothing to wait for to the end; returns how many bytes it was.</summary>
    private static async Task<int> ReadUntilAsync(Socket socket, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (end.Length == 0 || !text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var length = await socket.ReceiveAsync(buffer).Within(end.Length == 0 ? "the end" : end);
            if (length == 0)
            {
                Assert.Equal("", end);
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }

        return text.Length;
    }

    private static string Name() => Guid.NewGuid().ToString("N");

    private async Task<IReadOnlyDictionary<string, TrafficReading>> ReadAsync(params string[] names)
    {
        using var http = shared.Server.Http();
        var answer = await http.GetFromJsonAsync<TrafficAnswer>(
            $"/api/traffic?{string.Join('&', names.Select(name => $"meter={name}"))}");
        Assert.Equal(shared.Server.Services.GetRequiredService<ServerLifetime>().Node, answer!.Node);
        return answer.Meters;
    }

    /// <summary>Reads one answer whose length is told, or chunked; returns its size.</summary>
    private static async Task<int> ReadAnswerAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!IsWhole(text.ToString()))
        {
            var length = await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotEqual(0, length);
            text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }

        return text.Length;
    }

    private static bool IsWhole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        const string length = "Content-Length: ";
        var at = answer.IndexOf(length, 0, end, StringComparison.OrdinalIgnoreCase);
        return at < 0
            ? answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
            : answer.Length - end - 4 >= int.Parse(answer[(at + length.Length)..answer.IndexOf("\r\n", at, StringComparison.Ordinal)]);
    }
}
