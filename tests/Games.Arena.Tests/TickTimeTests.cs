using System.Diagnostics;
using GameServer.Protocol;
using GameServer.Rooms;
using Xunit.Abstractions;

namespace Games.Arena.Tests;

/// <summary>
/// Measures and asserts nothing: <c>MEASURE=long dotnet test tests/Games.Arena.Tests -c Release --filter TickTime --logger
/// "console;verbosity=detailed"</c>, which is an hour of play; without the variable it is less.
/// </summary>
public sealed class TickTimeTests(ITestOutputHelper output)
{
    private const int Ships = 16;

    private static readonly int minutes = Environment.GetEnvironmentVariable("MEASURE") == "long" ? 60 : 5;

    [Fact]
    public void Tick_of_sixteen_bots() => Measure("16 bots", people: 0);

    [Fact]
    public void Tick_of_sixteen_people_who_never_stop_firing() => Measure("16 people, an input each tick, every shot rewound", people: Ships);

    private void Measure(string what, int people)
    {
        var play = new Play(new ArenaOptions { Bots = Ships });
        for (var i = 0; i < people; i++)
        {
            play.OfferJoin($"Guest {i}");
        }

        Run(play, 2000, []);
        var ticks = minutes * 60 * Rules.TickRate;

        var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var times = new List<double>(ticks);
        var shots = Run(play, ticks, times);
        var elapsed = Stopwatch.GetElapsedTime(began);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

        times.Sort();
        output.WriteLine(
            $"{what}: tick median {times[ticks / 2]:F1} µs, p99 {times[ticks * 99 / 100]:F1} µs, max {times[^1]:F0} µs; "
            + $"{shots / (double)ticks:F1} shots in flight, {bytes / ticks} bytes allocated a tick (offers included); "
            + $"{ticks} ticks, {minutes} minutes of play, in {elapsed.TotalSeconds:F1} s.");
    }

    private static long Run(Play play, int ticks, List<double> times)
    {
        var shots = 0L;
        for (var i = 0; i < ticks; i++)
        {
            foreach (var seat in play.Seats)
            {
                var aim = (seat * 100 + i * 5) & (Turn.Steps - 1);
                play.Input(seat, Payload.Array(Controls.Thrust | Controls.Fire, aim, play.Machine.Tick + 1 - Rules.RewindTicks));
            }

            var began = Stopwatch.GetTimestamp();
            var result = play.Machine.Step();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            shots += play.Game.Shots.Count;
            play.Learn(result);
        }

        return shots;
    }
}
