using System.Globalization;
using GameServer.Cluster.Tests.Contract;

namespace GameServer.Chaos;

/// <summary>What one fault did to the players of a room.</summary>
/// <param name="Elsewhere">The pauses of those who were connected to other nodes than the one that it befell.</param>
/// <param name="There">The pauses of those who were connected to that one.</param>
/// <param name="Losses">What was lost.</param>
/// <param name="Stalled">For how long the machine stood still meanwhile.</param>
internal sealed record FaultOutcome(IReadOnlyList<TimeSpan> Elsewhere, IReadOnlyList<TimeSpan> There, Losses Losses, TimeSpan Stalled);

/// <summary>The outcomes of all faults.</summary>
internal sealed class FaultTable
{
    private readonly List<(string Fault, FaultOutcome Outcome)> rows = [];

    internal void Add(string fault, FaultOutcome outcome) => rows.Add((fault, outcome));

    /// <summary>As Markdown; times in seconds.</summary>
    internal IEnumerable<string> Lines()
    {
        yield return "| fault | runs | pause of players elsewhere, p50 / p95 / max | of players there, p50 / p95 / max | events lost | repeated, out of order, or told otherwise | commands lost | repeated or out of order | inputs repeated or out of order | simulation lost, max | machine stalled, max |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var fault in rows.GroupBy(row => row.Fault, row => row.Outcome))
        {
            FaultOutcome[] runs = [.. fault];
            var broken = runs.Aggregate(Verdict.Kept, (sum, run) => sum + run.Losses.Broken);
            yield return string.Join(
                " | ",
                $"| {fault.Key}",
                runs.Length,
                Spread(runs.SelectMany(run => run.Elsewhere)),
                Spread(runs.SelectMany(run => run.There)),
                broken.EventsLost,
                broken.EventsRepeated + broken.EventsOutOfOrder + broken.EventsFalse,
                broken.CommandsLost + broken.CommandsUnanswered,
                broken.CommandsRepeated + broken.CommandsOutOfOrder,
                broken.InputsRepeated + broken.InputsOutOfOrder + broken.InputsOfOneTick,
                $"{runs.Max(run => run.Losses.Simulation).TotalMilliseconds:0} ms",
                string.Create(CultureInfo.InvariantCulture, $"{runs.Max(run => run.Stalled).TotalSeconds:0.0} |"));
        }
    }

    /// <summary>Median, 95th percentile and greatest, in seconds.</summary>
    internal static string Spread(IEnumerable<TimeSpan> pauses)
    {
        TimeSpan[] sorted = [.. pauses.Order()];
        return sorted.Length == 0
            ? "–"
            : string.Join(" / ", new[] { At(0.5), At(0.95), sorted[^1] }.Select(pause => pause.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)));

        TimeSpan At(double part) => sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
    }
}
