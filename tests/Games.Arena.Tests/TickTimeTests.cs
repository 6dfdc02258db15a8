using System.Diagnostics;
using GameServer.Protocol;
using GameServer.Rooms;
using Xunit.Abstractions;

namespace Games.Arena.Tests;

/// <summary>
/// Measures and asserts nothing: <c>dotnet test tests/Games.Arena.Tests -c Release --filter TickTime --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
public sealed class TickTimeTests(ITestOutputHelper output)
{
    private const int Ships = 16;
    private const int Hour = 3600 * Rules.TickRate;

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

        var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var times = new List<double>(Hour);
        var shots = Run(play, Hour, times);
        var elapsed = Stopwatch.GetElapsedTime(began);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;

        times.Sort();
        output.WriteLine(
            $"{what}: tick median {times[Hour / 2]:F1} µs, p99 {times[Hour * 99 / 100]:F1} µs, max {times[^1]:F0} µs; "
            + $"{shots / (double)Hour:F1} shots in flight, {bytes / Hour} bytes allocated a tick (offers included); "
            + $"{Hour} ticks, an hour of play, in {elapsed.TotalSeconds:F1} s.");
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
