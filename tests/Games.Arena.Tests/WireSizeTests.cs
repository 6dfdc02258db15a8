using System.Text.Json;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;
using Xunit.Abstractions;

namespace Games.Arena.Tests;

/// <summary>How many bytes a player of a full arena costs, against what JSON would take at the same rate.</summary>
public sealed class WireSizeTests(ITestOutputHelper output) : GameTestKit
{
    private const int Seconds = 30;

    [Fact]
    public void Deltas_are_smaller_than_changed_rows_as_json_and_those_smaller_than_full_state()
    {
        var simulation = Simulate(() => new ArenaGame(), new SimulationOptions
        {
            Players = 16,
            Input = (_, tick, chance) => tick % 10 == 0
                ? Payload.Array(1 | (chance.Next(4) == 0 ? 16 : 0), chance.Next(Turn.Steps))
                : null,
        });
        simulation.Run(TimeSpan.FromSeconds(5));
        var reader = simulation.Players[0];
        var before = simulation.Players.Sum(player => player.Bytes);
        long full = 0, changed = 0;
        var last = Rows(reader);
        for (var tick = 0; tick < Seconds * 30; tick++)
        {
            simulation.RunTicks(1);
            var now = Rows(reader);
            full += now.Values.Sum(row => row.Length + 1L);
            changed += now.Where(row => last.GetValueOrDefault(row.Key) != row.Value).Sum(row => row.Value.Length + 1L)
                + last.Keys.Count(key => !now.ContainsKey(key)) * 4L;
            last = now;
        }

        var binary = (simulation.Players.Sum(player => player.Bytes) - before) / simulation.Players.Count / Seconds;
        full /= Seconds;
        changed /= Seconds;
        output.WriteLine(
            $"bytes per player and second at 30 Hz, 16 moving ships: deltas {binary}, JSON changed rows {changed} "
            + $"({(double)changed / binary:F1} x), JSON full state {full} ({(double)full / binary:F1} x)");
        Assert.True(binary < changed, $"{binary} against {changed}");
        Assert.True(changed <= full, $"{changed} against {full}");
    }

    private static Dictionary<(string Table, long Key), string> Rows(SimulatedPlayer player)
    {
        var rows = new Dictionary<(string, long), string>();
        foreach (var table in player.Copy.Schema)
        {
            foreach (var (key, values) in player.Copy.Rows(table.Name))
            {
                var named = table.Columns.Select((column, i) => (column.Name, Value: values[i])).ToDictionary(pair => pair.Name, pair => pair.Value);
                rows.Add((table.Name, key), $"\"{key}\":{JsonSerializer.Serialize(named)}");
            }
        }

        return rows;
    }
}
