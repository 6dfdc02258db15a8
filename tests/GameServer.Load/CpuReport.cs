using System.Text.Encodings.Web;
using System.Text.Json;
using GameServer.Load.Clients;

namespace GameServer.Load;

/// <summary>How it was measured.</summary>
internal sealed record CpuSetting(int Clients, int Seconds, int Runs, string? Note);

/// <summary>The file that the transport lab shows a row of.</summary>
internal static class CpuReport
{
    private static readonly JsonSerializerOptions layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static async Task WriteAsync(string path, CpuSetting setting, IReadOnlyDictionary<TransportKind, List<CpuFigures>> found)
    {
        var report = new
        {
            Date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd"),
            Machine = new { Environment.ProcessorCount, Model = await ModelAsync() },
            setting.Clients,
            setting.Seconds,
            setting.Runs,
            setting.Note,
            Transports = found.ToDictionary(each => Name(each.Key), each => Of(each.Value)),
        };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, layout) + "\n");
    }

    private static object Of(List<CpuFigures> runs)
    {
        var cpu = runs.Select(run => Math.Round(run.CpuMs, 2)).Order().ToArray();
        var updates = runs.Select(run => Math.Round(run.Updates, 1)).Order().ToArray();
        return new { CpuMs = cpu[cpu.Length / 2], CpuMsLeast = cpu[0], CpuMsMost = cpu[^1], Updates = updates[updates.Length / 2] };
    }

    private static string Name(TransportKind kind) => kind switch
    {
        TransportKind.WebSocket => "websocket",
        TransportKind.Sse => "sse",
        TransportKind.Poll => "poll",
        _ => "short-poll",
    };

    private static async Task<string> ModelAsync()
    {
        const string Path = "/proc/cpuinfo";
        var lines = File.Exists(Path) ? await File.ReadAllLinesAsync(Path) : [];
        return lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
    }
}
