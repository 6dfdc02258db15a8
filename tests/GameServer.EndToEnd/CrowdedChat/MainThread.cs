using System.Globalization;
using Microsoft.Playwright;

namespace GameServer.EndToEnd.CrowdedChat;

/// <summary>What the thread of a page that runs its script and lays it out has worked, in seconds of processor time.</summary>
internal sealed record MainThread(double At, double All, double Script, double Style, double Layout, double Process)
{
    private static readonly IFormatProvider figures = CultureInfo.InvariantCulture;

    /// <summary>Begins to count. Time in which other processes had the processor does not count.</summary>
    internal static async Task<ICDPSession> CountAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        return devTools;
    }

    internal static async Task<MainThread> ReadAsync(ICDPSession devTools)
    {
        var answer = await devTools.SendAsync("Performance.getMetrics");
        var metrics = answer!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return new MainThread(
            metrics["Timestamp"],
            metrics["TaskDuration"],
            metrics["ScriptDuration"],
            metrics["RecalcStyleDuration"],
            metrics["LayoutDuration"],
            metrics["ProcessTime"]);
    }

    /// <summary>Of each second since then.</summary>
    internal MainThread PerSecondSince(MainThread then)
    {
        var seconds = At - then.At;
        return new MainThread(
            seconds,
            (All - then.All) / seconds,
            (Script - then.Script) / seconds,
            (Style - then.Style) / seconds,
            (Layout - then.Layout) / seconds,
            (Process - then.Process) / seconds);
    }

    public override string ToString() => string.Create(
        figures,
        $"{1000 * All:F0} ms of its thread each second (script {1000 * Script:F0}, style {1000 * Style:F0}, layout {1000 * Layout:F0}), {1000 * Process:F0} ms of its process");
}
