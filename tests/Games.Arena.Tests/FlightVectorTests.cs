using System.Text;
using GameServer.Rooms;

namespace Games.Arena.Tests;

/// <summary>
/// What the server makes of seeded flights, and when guns fire again, in a file that the web client's tests hold its own step function against. After a
/// change of the rules of flight: <c>GAMESERVER_WRITE_VECTORS=1 dotnet test tests/Games.Arena.Tests</c> writes it anew.
/// </summary>
public sealed class FlightVectorTests
{
    private const int World = 4096 * Rules.Unit;
    private const int Flights = 40;
    private const int Ticks = 40;

    [Fact]
    public void The_web_clients_test_vectors_are_what_the_server_computes()
    {
        var path = Path.Combine(RepositoryRoot(), "client-web", "tests", "arena", "flight-vectors.json");
        var vectors = Vectors();
        if (Environment.GetEnvironmentVariable("GAMESERVER_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(path, vectors);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == vectors,
            $"{path} is not what the server computes: set GAMESERVER_WRITE_VECTORS=1 to write it anew, then mend flight.ts.");
    }

    private static string Vectors()
    {
        var text = new StringBuilder();
        text.Append("{\n\"world\": ").Append(World).Append(",\n\"sines\": [");
        text.AppendJoin(',', Enumerable.Range(-8, 1040).Select(angle => Turn.Sin(angle)));
        text.Append("],\n\"cosines\": [");
        text.AppendJoin(',', Enumerable.Range(-8, 1040).Select(angle => Turn.Cos(angle)));
        text.Append("],\n\"directions\": [");
        text.AppendJoin(",", Directions().Select(d => $"[{d.X},{d.Y},{Turn.Of(d.X, d.Y)}]"));
        text.Append("],\n\"roots\": [");
        text.AppendJoin(",", Squares().Select(square => $"[{square},{Turn.SquareRoot(square)}]"));
        text.Append("],\n\"cooldowns\": [");
        text.AppendJoin(",", Charges().Select(c => $"[{c.Tick},{c.Charge},{Rules.Cooldown(c.Tick, c.Charge)}]"));
        text.Append("],\n\"flights\": [\n");
        text.AppendJoin(",\n", Enumerable.Range(0, Flights).Select(seed => FlightOf((ulong)seed)));
        return text.Append("\n]\n}\n").ToString();
    }

    /// <summary>A line of <c>[start, [buttons, aim, x, y, vx, vy, angle], …]</c>, the state being the one after the step.</summary>
    private static string FlightOf(ulong seed)
    {
        var chance = new Chance(seed);
        var ship = Start(chance, seed);
        var text = new StringBuilder().Append($"[[{ship.X},{ship.Y},{ship.Vx},{ship.Vy},{ship.Angle}]");
        var controls = Controls.None;
        for (var tick = 0; tick < Ticks; tick++)
        {
            if (tick == 0 || chance.Next(6) == 0)
            {
                controls = new Controls(chance.Next(32), chance.Next(2) == 0 ? Controls.NoAim : chance.Next(Turn.Steps));
            }

            ship = Flight.Step(ship, controls, World);
            text.Append($",[{controls.Buttons},{controls.Aim},{ship.X},{ship.Y},{ship.Vx},{ship.Vy},{ship.Angle}]");
        }

        return text.Append(']').ToString();
    }

    /// <summary>Every other flight begins close to a wall, and fast.</summary>
    private static FlightState Start(Chance chance, ulong seed)
    {
        int Place(bool wall) => !wall ? chance.Next(Rules.ShipRadius, World - Rules.ShipRadius)
            : chance.Next(2) == 0 ? Rules.ShipRadius + chance.Next(200) : World - Rules.ShipRadius - chance.Next(200);

        var (x, y) = (Place(seed % 2 == 1), Place(seed % 4 == 3));
        var (vx, vy) = (chance.Next(-Flight.TopSpeed, Flight.TopSpeed), chance.Next(-Flight.TopSpeed, Flight.TopSpeed));
        return new FlightState(x, y, vx, vy, chance.Next(Turn.Steps));
    }

    private static IEnumerable<(long X, long Y)> Directions()
    {
        var chance = new Chance(77);
        yield return (0, 0);
        foreach (var size in new[] { 2, 20, 1000, 70_000, 1 << 29 })
        {
            for (var i = 0; i < 40; i++)
            {
                yield return (chance.Next(-size, size), chance.Next(-size, size));
            }
        }
    }

    private static IEnumerable<(int Tick, int Charge)> Charges()
    {
        var chance = new Chance(79);
        for (var i = 0; i < 20; i++)
        {
            var tick = chance.Next(100_000);
            yield return (tick, 0);
            yield return (tick, tick + i - 10);
        }
    }

    private static IEnumerable<long> Squares()
    {
        var chance = new Chance(78);
        for (var i = 0; i < 40; i++)
        {
            long root = chance.Next(1 << 20) + (i < 20 ? 0 : 90_000_000L);
            yield return root * root;
            yield return root * root + 2 * root;
            yield return Math.Max(0, root * root - 1);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GameServer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No GameServer.sln above {AppContext.BaseDirectory}.");
    }
}
