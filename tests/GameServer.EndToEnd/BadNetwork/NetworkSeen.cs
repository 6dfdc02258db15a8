using System.Text.Json;
using Microsoft.Playwright;

namespace GameServer.EndToEnd.BadNetwork;

/// <summary>A correction of the own ship by more than its radius, in units.</summary>
/// <param name="At">Milliseconds since the watch began.</param>
/// <param name="Size">How far the ship was from where it was predicted.</param>
/// <param name="StalledFor">Milliseconds for which the page had stood still shortly before; 0 if it had not.</param>
/// <param name="Silence">Milliseconds for which no state had come shortly before; 0 if it came as it should.</param>
internal sealed record LargeCorrection(double At, double Size, double StalledFor, double Silence);

/// <summary>
/// What a page counted while it was watched. Times in milliseconds, delays, margins and leads in ticks. <c>CleanMs</c> is the time in
/// which neither the page nor the state stood still, nor had shortly before; <c>CleanFrames</c> and the others are what was in it.
/// </summary>
internal sealed record NetworkSeen(
    double Seconds, double CleanMs, int CleanFrames, int CleanPops, int CleanEmptyFrames, double? Rtt, int Frames, int Turns, int TurnFrames, int Shots, int ShotFrames,
    int Corrections, int LargeCorrections, double LargestCorrection, int MissedTicks, int Starts, int Pops, int EmptyFrames,
    IReadOnlyList<LargeCorrection> Large, int Stalls, double LongestStall, double LongestSilence,
    IReadOnlyList<double> Delays, IReadOnlyList<double> Margins, IReadOnlyList<double> Leads)
{
    /// <summary>The longest silence of the server and the most by which the proxy was late, milliseconds.</summary>
    internal (double Server, double Proxy) Machine { get; init; }

    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web);

    private static readonly string script = ReadScript();

    /// <summary>Watches a page that plays, from now on.</summary>
    internal static Task BeginAsync(IPage page) => page.EvaluateAsync(script);

    /// <summary>What was counted so far.</summary>
    internal static async Task<NetworkSeen> ReadAsync(IPage page) => JsonSerializer.Deserialize<NetworkSeen>(
        await page.EvaluateAsync<string>("() => JSON.stringify(window.__watched())"), json)!;

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(NetworkSeen).Assembly.GetManifestResourceStream("watch.js")!);
        return reader.ReadToEnd();
    }
}
