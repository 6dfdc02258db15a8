using System.Diagnostics;
using GameServer.Cluster.Tests.Contract;

namespace GameServer.Chaos;

/// <summary>What a fault took from the players of a room.</summary>
/// <param name="Broken">What contradicts the contract, since they came.</param>
/// <param name="Simulation">The most that was seen of a room and taken back, since the last look.</param>
internal sealed record Losses(Verdict Broken, TimeSpan Simulation)
{
    internal static readonly Losses None = new(Verdict.Kept, TimeSpan.Zero);

    public static Losses operator +(Losses one, Losses other) =>
        new(one.Broken + other.Broken, one.Simulation > other.Simulation ? one.Simulation : other.Simulation);
}

/// <summary>A room, and its players on all nodes.</summary>
internal sealed class ChaosRoom(Nodes nodes, IReadOnlyList<ChaosPlayer> players)
{
    private const int TickRate = 30;

    private static readonly TimeSpan settleWithin = TimeSpan.FromSeconds(20);

    private readonly HashSet<Resumption> judged = [];

    internal string Id => players[0].RoomId;

    internal IReadOnlyList<ChaosPlayer> Players => players;

    /// <summary>
    /// The contract, over everything that the players have said and been told since they came: they say nothing new until all that they
    /// said has come to all of them. What does not come within a time is lost.
    /// </summary>
    internal async Task<Losses> JudgeAsync()
    {
        // A room that was handed over is the same elsewhere, to the bit, and goes on where it stopped. What nodes print is a moment behind.
        await nodes.UntilAsync(
            () => nodes.HandOvers(Id).All(given => nodes.Resumptions(Id).Any(taken => (taken.Tick, taken.State) == (given.Tick, given.State))),
            $"room {Id} to go on where it was handed over");

        BeQuiet(true);
        var since = Stopwatch.GetTimestamp();
        await nodes.UntilAsync(
            () => HaveSettled() || Stopwatch.GetElapsedTime(since) >= settleWithin, $"the players of room {Id} to have all there is");
        // What happened is what anybody was told: each holds the others' logs to be true.
        Happening[] story = [.. players.SelectMany(player => player.Told).DistinctBy(happening => happening.Offset).OrderBy(happening => happening.Offset)];
        var verdict = players
            .Select(player => player.Judge(TruthFor(player.Name, story)))
            .Aggregate(Verdict.Kept, (sum, one) => sum + one);
        BeQuiet(false);
        return new Losses(verdict, TakenBack());
    }

    private static RoomTruth TruthFor(string player, Happening[] story) => new(
        story,
        [.. story.Select(happening => OrdealGame.CommandOf(player, happening)).OfType<string>()],
        [.. story.Select(happening => OrdealGame.InputOf(player, happening)).OfType<(long, long)>()]);

    private void BeQuiet(bool quiet)
    {
        foreach (var player in players)
        {
            player.BeQuiet(quiet);
        }
    }

    private bool HaveSettled() =>
        players.All(player => player.IsSettled)
        && players.Select(player => player.Told is [.., var last] ? last.Offset : 0).Distinct().Count() == 1;

    /// <summary>Between what anybody has seen of an incarnation and where the next one went on.</summary>
    private TimeSpan TakenBack()
    {
        var most = 0L;
        foreach (var resumption in nodes.Resumptions(Id).Where(judged.Add))
        {
            var seen = players.SelectMany(player => player.LastTicks)
                .Where(last => last.Epoch < resumption.Epoch)
                .Select(last => last.Tick)
                .DefaultIfEmpty()
                .Max();
            most = Math.Max(most, seen - resumption.Tick);
        }

        return TimeSpan.FromSeconds((double)most / TickRate);
    }
}
