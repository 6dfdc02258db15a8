using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>
/// Takes pictures of the arena's page, for looking at and for the documents, into the folder that <c>GAMESERVER_PICTURES</c> names:
/// in the middle of a fight, of which several are taken to choose from, on the podium, while the server is away, when it is over,
/// at the form, and in an empty room; each as on a screen and as on a phone.
/// </summary>
[Collection(nameof(CountingFrames))]
public sealed class Pictures(Browser browser)
{
    private const int Fights = 4;

    /// <summary>A ship has just blown up near the own one, and others are there.</summary>
    private const string Lively = """
        () => new Promise(done => {
          let before = new Set();
          const look = () => (isLively() ? done() : requestAnimationFrame(look));
          const isLively = () => {
            const { ships, shipKey, ownShots } = window.__arena.state();
            const own = ships.find(ship => ship.key === shipKey);
            const flew = before;
            before = new Set(ships.filter(ship => ship.alive).map(ship => ship.key));
            if (!own?.alive || ownShots === 0) return false;
            const near = ships.filter(ship => ship !== own && Math.hypot(ship.x - own.x, ship.y - own.y) < 480);
            return near.filter(ship => ship.alive).length > 1 && near.some(ship => !ship.alive && flew.has(ship.key));
          };
          look();
        })
        """;

    private static readonly string? folder = Environment.GetEnvironmentVariable("GAMESERVER_PICTURES");

    [SkippableTheory]
    [InlineData("arena", 1440, 900)]
    [InlineData("arena-phone", 390, 844)]
    public async Task Of_the_arena(string name, int width, int height)
    {
        Skip.If(folder is null, "Pictures are taken when GAMESERVER_PICTURES names a folder for them.");
        Directory.CreateDirectory(folder!);
        var isPhone = width < 700;
        await using var window = await browser.OpenAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            HasTouch = isPhone,
            IsMobile = isPhone,
        });

        await using (var server = await StartedAsync("--Arena:Bots=23", "--Arena:RoundSeconds=900"))
        {
            var arena = await ArenaPage.OpenAsync(window, server.Process.Address, draw: "full");
            await arena.AppearsAsync("name-input");
            await TakeAsync(arena, $"{name}-start");
            await arena.PlayAsync("Nova");
            await FightAsync(arena, name, isPhone);
            await arena.Page.GetByTestId("diagnostics-button").ClickAsync();
            await Until.HoldsAsync("figures are shown", async () => await arena.TextAsync("tick") != "");
            await TakeAsync(arena, $"{name}-figures");
            await arena.Page.GetByTestId("diagnostics-button").ClickAsync();
            await arena.Page.GetByTestId("leave-button").ClickAsync();
            await arena.AppearsAsync("invitation");
            await TakeAsync(arena, $"{name}-left");
            await arena.Page.GetByTestId("play").ClickAsync();
            await arena.WaitAsync("it is back", seen => seen is { Phase: "playing", Own: not null });
            await server.Process.KillAsync();
            await Assertions.Expect(arena.Page.GetByTestId("status-line")).ToContainTextAsync("Trying again");
            await TakeAsync(arena, $"{name}-reconnecting");
            await server.Process.StartAsync();
            await arena.Page.GetByTestId("find-room").WaitForAsync(new() { Timeout = 60_000 });
            await TakeAsync(arena, $"{name}-over");
            await arena.Page.CloseAsync();
        }

        await using (var server = await StartedAsync("--Arena:Bots=23", "--Arena:RoundSeconds=20", "--Arena:PodiumSeconds=30"))
        {
            var arena = await ArenaPage.OpenAsync(window, server.Process.Address, draw: "full");
            await arena.PlayAsync("Nova");
            await arena.Page.GetByTestId("podium").WaitForAsync(new() { Timeout = 60_000 });
            await arena.Page.EvaluateAsync("() => Promise.all(document.getAnimations().map(each => each.finished))");
            await TakeAsync(arena, $"{name}-podium");
            await arena.Page.CloseAsync();
        }

        await using (var server = await StartedAsync("--Arena:Bots=0"))
        {
            var arena = await ArenaPage.OpenAsync(window, server.Process.Address, draw: "full");
            await arena.PlayAsync("Nova");
            await TakeAsync(arena, $"{name}-empty");
        }
    }

    private static async Task FightAsync(ArenaPage arena, string name, bool isPhone)
    {
        IHands hands = isPhone
            ? new Thumbs(await arena.Page.Context.NewCDPSessionAsync(arena.Page), arena.Page.ViewportSize!)
            : new KeysAndMouse(arena.Page);
        for (var i = 1; i <= Fights; i++)
        {
            var lively = arena.Page.EvaluateAsync(Lively);
            while (!lively.IsCompleted)
            {
                await ChaseAsync(arena, hands);
            }

            await lively;
            await TakeAsync(arena, $"{name}-fight-{i}");
        }

        await hands.RestAsync();
    }

    /// <summary>Flies to where most ships are and fires at the nearest one.</summary>
    private static async Task ChaseAsync(ArenaPage arena, IHands hands)
    {
        var seen = await arena.LookAsync();
        var own = seen.Own!;
        var target = seen.Ships
            .Where(ship => ship.Key != own.Key && ship.Alive)
            .MinBy(ship => Distance(ship, own) + seen.Ships.Sum(other => Math.Min(600, Distance(ship, other))) / 20);
        if (target is not null)
        {
            await hands.HeadAsync(target.X - own.X, target.Y - own.Y, Distance(own, target) > 220);
        }
    }

    private static double Distance(ShipSeen one, ShipSeen other) =>
        Math.Sqrt(Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2));

    private static async Task TakeAsync(ArenaPage arena, string name) =>
        await arena.Page.ScreenshotAsync(new() { Path = Path.Combine(folder!, $"{name}.png") });

    private static async Task<Started> StartedAsync(params string[] settings)
    {
        var server = new ServerProcess { Settings = settings };
        await server.StartAsync();
        return new Started(server);
    }

    private sealed record Started(ServerProcess Process) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await ((IAsyncLifetime)Process).DisposeAsync();
    }

    /// <summary>What a player steers with. The guns fire all the time.</summary>
    private interface IHands
    {
        Task HeadAsync(double x, double y, bool isFar);

        Task RestAsync();
    }

    private sealed class KeysAndMouse(IPage page) : IHands
    {
        async Task IHands.HeadAsync(double x, double y, bool isFar)
        {
            var length = Math.Max(1, Math.Sqrt(x * x + y * y));
            await page.Mouse.MoveAsync(
                (float)(page.ViewportSize!.Width / 2.0 + x / length * 200), (float)(page.ViewportSize.Height / 2.0 + y / length * 200));
            await page.Mouse.DownAsync();
            await (isFar ? page.Keyboard.DownAsync("w") : page.Keyboard.UpAsync("w"));
        }

        async Task IHands.RestAsync()
        {
            await page.Mouse.UpAsync();
            await page.Keyboard.UpAsync("w");
        }
    }

    private sealed class Thumbs(ICDPSession touch, PageViewportSizeResult size) : IHands
    {
        private bool isDown;

        async Task IHands.HeadAsync(double x, double y, bool isFar)
        {
            var rest = new { x = 84.0, y = size.Height - 140.0, id = 0 };
            var fire = new { x = size.Width - 84.0, y = size.Height - 140.0, id = 1 };
            if (!isDown)
            {
                isDown = true;
                await TouchAsync("touchStart", rest, fire);
            }

            var reach = (isFar ? 50 : 20) / Math.Max(1, Math.Sqrt(x * x + y * y));
            await TouchAsync("touchMove", rest with { x = rest.x + x * reach, y = rest.y + y * reach }, fire);
        }

        Task IHands.RestAsync() => TouchAsync("touchEnd");

        private async Task TouchAsync(string type, params object[] thumbs) =>
            await touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = thumbs });
    }
}
