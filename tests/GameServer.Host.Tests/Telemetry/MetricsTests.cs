using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GameServer.Cluster.Telemetry;
using GameServer.Host.Telemetry;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Telemetry;

/// <summary>A server in a process of its own, since all servers of a process count into the same instruments.</summary>
public sealed class MeasuredServer : IAsyncLifetime
{
    private readonly DirectoryInfo webRoot = RunningServer.MakeWebRoot();
    private ServerProcess process = null!;

    internal HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        process = ServerProcess.Start(
            "Production",
            "Server:Urls=http://127.0.0.1:0",
            $"Server:WebRoot={webRoot.FullName}",
            $"Auth:SigningKey={RunningServer.SigningKey}");
        Http.BaseAddress = await process.Address.Within("the server to start");
        Http.BaseAddress = new Uri(Http.BaseAddress, "/");
        await Deadline.UntilAsync(async () => (await Http.GetAsync("readyz")).IsSuccessStatusCode, "the server to be ready");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        webRoot.Delete(recursive: true);
    }
}

public sealed partial class MetricsTests(MeasuredServer server) : IClassFixture<MeasuredServer>
{
    private readonly HttpClient http = server.Http;

    [Fact]
    public async Task A_player_shows_under_the_documented_names()
    {
        await ShowsAsync(
            now => now.GetValueOrDefault("gameserver_cluster_nodes") == 1
                && now.TryGetValue("gameserver_cluster_nodes_unreachable", out var unreachable) && unreachable == 0,
            "the node");
        var before = await ReadAsync();

        await using (var client = await RawClient.OpenAsync(http.BaseAddress!))
        {
            await client.SendAsync(new HelloFrame(Limits.Version, await TokenAsync(), "tests"));
            await client.JoinArenaAsync();
            await client.NextAsync<FullFrame>();
            await ShowsAsync(
                now => now.GetValueOrDefault("gameserver_sessions{websocket}") == 1 && now.GetValueOrDefault("gameserver_rooms") >= 1 && now.GetValueOrDefault("kestrel_active_connections") >= 2,
                "the session");
            await ShowsAsync(
                now => new[]
                {
                    "gameserver_tick_duration_milliseconds_count", "gameserver_tick_lateness_milliseconds_count",
                    "gameserver_bytes_out_bytes_total", "gameserver_state_frames_total", "gameserver_state_encodings_total",
                    "gameserver_envelopes_total", "dotnet_process_cpu_time_seconds_total",
                }.All(name => now.GetValueOrDefault(name) > before.GetValueOrDefault(name)),
                "ticks, bytes and frames");
        }

        await ShowsAsync(now => now.GetValueOrDefault("gameserver_sessions{websocket}") == 0, "the session's end");
    }

    [Fact]
    public async Task An_event_stream_is_a_session_and_a_request_that_is_held()
    {
        using var join = new HttpRequestMessage(HttpMethod.Post, "send")
        {
            Content = JsonContent.Create(new object[] { "join", 0, "stream", "quick", "arena" }),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        using var answer = await http.SendAsync(join);
        using var joined = JsonDocument.Parse((await answer.Content.ReadAsStringAsync()).Split('\n')[0]);
        var seat = $"room={joined.RootElement[3].GetString()}&attach={joined.RootElement[6].GetInt64()}";
        using (await http.GetAsync($"sse?{seat}", HttpCompletionOption.ResponseHeadersRead))
        {
            await ShowsAsync(now => now.GetValueOrDefault("gameserver_sessions{sse}") == 1 && now.GetValueOrDefault("gameserver_requests_held") == 1, "the stream");
        }

        await ShowsAsync(now => now.GetValueOrDefault("gameserver_sessions{sse}") == 0 && now.GetValueOrDefault("gameserver_requests_held") == 0, "the stream's end");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task What_a_proxy_passes_on_finds_nothing(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics") { Headers = { { header, value } } };
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.244.1.9", true)]
    [InlineData("172.30.0.1", true)]
    [InlineData("::ffff:192.168.1.4", true)]
    [InlineData("fd12::1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("::ffff:203.0.113.7", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData(null, false)]
    public void Public_addresses_are_outside(string? address, bool isInside) =>
        Assert.Equal(isInside, MetricsEndpoint.IsInside(address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public void Alerts_and_board_ask_for_nothing_that_is_not_measured()
    {
        var measured = Instruments().SelectMany(SeriesOf).ToHashSet();
        var folder = Path.Combine(AppContext.BaseDirectory, "cluster-config");
        var board = File.ReadAllText(Path.Combine(folder, "gameserver.json"));
        using var parsed = JsonDocument.Parse(board);
        var asked = parsed.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .Append(File.ReadAllText(Path.Combine(folder, "alerts.yml")))
            .SelectMany(text => Series().Matches(text).Select(match => match.Value))
            .Distinct()
            .ToArray();
        Assert.True(asked.Length > 10, $"Only {asked.Length} series are asked for.");
        Assert.Empty(asked.Except(measured));
        // What tells how rooms fare when nodes come and go.
        string[] survival = [.. measured.Where(name => Survival().IsMatch(name))];
        Assert.Equal(5, survival.Length);
        Assert.All(survival, name => Assert.Contains(name, board, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_names_that_alerts_and_board_are_held_against_are_those_that_the_server_gives()
    {
        var known = Instruments().SelectMany(SeriesOf).ToHashSet();
        var given = (await ReadAsync()).Keys.Select(name => name.Split('{')[0]).Where(name => Series().IsMatch(name)).ToArray();
        Assert.NotEmpty(given);
        Assert.Empty(given.Except(known));
    }

    private static List<Instrument> Instruments()
    {
        // Else none is made before something is counted.
        RuntimeHelpers.RunClassConstructor(typeof(Meters).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ReplicationMeters).TypeHandle);
        var all = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Meters.Name)
            {
                all.Add(instrument);
            }
        };
        listener.Start();
        return all;
    }

    /// <summary>How Prometheus calls it: units are spelled out, counters end in total, histograms are three series.</summary>
    private static string[] SeriesOf(Instrument instrument)
    {
        var unit = instrument.Unit switch { "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        return instrument switch
        {
            Histogram<double> => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            Counter<long> => [$"{name}_total"],
            _ => [name],
        };
    }

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        var text = await http.GetStringAsync("metrics");
        var read = new Dictionary<string, double>();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var name = line[..line.IndexOf('{')];
            var key = Transport().Match(line) is { Success: true } tag ? $"{name}{{{tag.Groups[1].Value}}}" : name;
            read[key] = read.GetValueOrDefault(key)
                + double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }

        return read;
    }

    private async Task<string> TokenAsync()
    {
        using var answer = await http.PostAsJsonAsync("api/players", new { name = "Nova" });
        using var player = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return player.RootElement.GetProperty("token").GetString()!;
    }

    private Task ShowsAsync(Func<Dictionary<string, double>, bool> condition, string what) => Deadline.UntilAsync(
        async () => condition(await ReadAsync()), $"{what} to show in the metrics");

    [GeneratedRegex("gameserver_(rooms_[a-z_]+_total|replication_[a-z_]+_bucket)")]
    private static partial Regex Survival();

    [GeneratedRegex("gameserver_[a-z_]+")]
    private static partial Regex Series();

    [GeneratedRegex("[{,]transport=\"([a-z]+)\"")]
    private static partial Regex Transport();
}
