using GameServer.Client;
using GameServer.Protocol;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>The best of the arena at the front door, on a server with short rounds that is restarted.</summary>
[Collection(nameof(Reading))]
public sealed class LeaderboardTests(Browser browser) : IAsyncLifetime
{
    private readonly ServerProcess server = new()
    {
        Settings = ["--Arena:RoundSeconds=10", "--Arena:PodiumSeconds=1", "--Arena:Bots=0", "--Arena:Crystals=64"],
    };

    [SkippableFact]
    public async Task Who_scored_in_a_round_is_shown_at_the_front_door_without_a_reload_and_still_is_after_a_restart()
    {
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Address.ToString());
        await Assertions.Expect(page.GetByText("Nobody yet. The first round")).ToBeVisibleAsync();

        await using (var client = await GameClient.ConnectAsync(new GameClientOptions { BaseAddress = server.Address, PlayerName = "Mizar" }))
        {
            var pilot = new Collector(await client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena")));
            using var landed = new CancellationTokenSource();
            var flight = pilot.FlyAsync(landed.Token);
            var line = page.GetByTestId("places").GetByRole(AriaRole.Row).Nth(1);
            try
            {
                await Assertions.Expect(line).ToBeVisibleAsync(new() { Timeout = 90_000 });
            }
            finally
            {
                await landed.CancelAsync();
                await flight;
            }
        }

        await ShowsMizarAsync(page);

        await server.KillAsync();
        await server.StartAsync();
        await page.ReloadAsync();
        await ShowsMizarAsync(page);
    }

    private static async Task ShowsMizarAsync(IPage page)
    {
        foreach (var period in (string[])["Week", "Ever", "Today"])
        {
            await page.GetByRole(AriaRole.Button, new() { Name = period, Exact = true }).ClickAsync();
            var cells = page.GetByTestId("places").Locator("tbody tr").First.Locator("td");
            await Assertions.Expect(cells.Nth(0)).ToHaveTextAsync("1");
            await Assertions.Expect(cells.Nth(1)).ToHaveTextAsync("Mizar");
            await Assertions.Expect(cells.Nth(3)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9][0-9]*$"));
            await Assertions.Expect(page.GetByTestId("places").Locator("tbody tr")).ToHaveCountAsync(1);
        }
    }

    Task IAsyncLifetime.InitializeAsync() => server.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncLifetime)server).DisposeAsync();

    /// <summary>Takes the crystal that lies best on the way to the gate, and brings it there.</summary>
    private sealed class Collector(GameRoom room)
    {
        private const int Thrust = 1;
        private const double DriftTicks = 10;
        private const int TurnSteps = 1024;

        /// <summary>At its own pace: who looked at the page between two turns would miss the gate, round after round.</summary>
        internal async Task FlyAsync(CancellationToken landed)
        {
            using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!landed.IsCancellationRequested)
            {
                if (room.ReadState(Course) is { } course)
                {
                    room.SendInput(Payload.Array(course.Ahead ? Thrust : 0, course.Aim));
                }

                await turn.WaitForNextTickAsync(CancellationToken.None);
            }
        }

        private (int Aim, bool Ahead)? Course(RoomState state)
        {
            if (!state.TryGet("ships", out var ships) || ships.Rows.FirstOrDefault(row => row.Int("seat") == room.Seat) is not { } ship
                || !state.TryGet("gate", out var gates) || gates.Rows.FirstOrDefault() is not { } gate)
            {
                return null;
            }

            var target = ship.Int("cargo") > 0
                ? gate
                : state["crystals"].Rows.Where(crystal => crystal.Int("worth") > 0).MinBy(crystal => Distance(ship, crystal) + Distance(crystal, gate));
            if (target is null)
            {
                return null;
            }

            var (dx, dy) = (
                target.Real("x") - ship.Real("x") - (ship.Real("vx") * DriftTicks),
                target.Real("y") - ship.Real("y") - (ship.Real("vy") * DriftTicks));
            var aim = (int)Math.Round(Math.Atan2(dy, dx) / Math.Tau * TurnSteps) & (TurnSteps - 1);
            var off = (aim - (int)ship.Int("angle")) & (TurnSteps - 1);
            return (aim, off is < TurnSteps / 8 or > TurnSteps * 7 / 8);
        }

        private static double Distance(Row one, Row other) => double.Hypot(one.Real("x") - other.Real("x"), one.Real("y") - other.Real("y"));
    }
}
