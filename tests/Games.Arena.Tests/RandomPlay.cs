using GameServer.Protocol;

namespace Games.Arena.Tests;

/// <summary>People who do all that the protocol lets them, sensible or not; the same for the same seed.</summary>
internal sealed class RandomPlay
{
    private static readonly string[] names = [.. Enumerable.Range(1, 12).Select(i => $"Guest {i}")];

    private readonly Random random;
    private readonly Dictionary<int, (int Buttons, int Aim)> held = [];

    internal RandomPlay(int seed)
    {
        random = new Random(seed);
        Options = new ArenaOptions
        {
            Seats = random.Next(1, 10),
            Bots = random.Next(0, 10),
            World = random.Next(256, 2000),
            Crystals = random.Next(0, 30),
            Round = TimeSpan.FromSeconds(random.Next(5, 12)),
            Podium = TimeSpan.FromSeconds(random.Next(1, 4)),
            Grace = TimeSpan.FromSeconds(random.Next(0, 4)),
        };
        Play = new Play(Options, (ulong)seed);
    }

    internal ArenaOptions Options { get; }

    internal Play Play { get; }

    internal void Tick()
    {
        if (random.Next(12) == 0)
        {
            Play.OfferJoin(names[random.Next(names.Length)]);
        }

        foreach (var seat in Play.Seats)
        {
            Act(seat);
        }

        Play.Step();
    }

    private void Act(int seat)
    {
        if (random.Next(150) == 0)
        {
            Play.Away(seat);
        }

        if (random.Next(300) == 0)
        {
            Play.Leave(seat);
        }

        if (random.Next(20) == 0)
        {
            held[seat] = (random.Next(32), random.Next(-1, 1024));
        }

        if (random.Next(8) != 0)
        {
            var (buttons, aim) = held.GetValueOrDefault(seat);
            Play.Input(seat, random.Next(3) == 0
                ? Payload.Array(buttons, aim)
                : Payload.Array(buttons, aim, Play.Machine.Tick + random.Next(-12, 4)));
        }

        if (random.Next(50) == 0)
        {
            Play.Input(seat, Nonsense());
        }

        if (random.Next(25) == 0)
        {
            Play.Command(seat, random.Next(10) == 0 ? "buy" : "say", random.Next(5) == 0 ? Nonsense() : Payload.Map(("text", "hello")));
        }
    }

    private Payload Nonsense() => random.Next(6) switch
    {
        0 => Payload.Nil,
        1 => Payload.Array(random.Next(-5, 50), random.Next(-5, 1030)),
        2 => Payload.Array(1, 2, random.Next(2) == 0 ? Payload.Nil : random.NextDouble()),
        3 => Payload.Map(("text", "\n")),
        4 => random.NextDouble(),
        _ => "x",
    };
}
