using System.Buffers;
using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena.Tests;

/// <summary>One arena driven by hand: who sits where, what they do, and what came of it.</summary>
internal sealed class Play
{
    private const long Stream = 7;

    private static readonly RoomIdentity identity = new("ARENA00001", ArenaGame.Kind, IsPrivate: false);

    private readonly ArenaOptions options;
    private readonly Queue<string> joining = new();
    private readonly Dictionary<int, Player> players = [];
    private int joins;

    internal Play(ArenaOptions? options = null, ulong seed = 1)
    {
        this.options = options ?? new ArenaOptions { Bots = 0, Crystals = 0 };
        Game = new ArenaGame(this.options);
        Machine = RoomMachine.Create(Game, identity, seed, Payload.Nil);
    }

    internal ArenaGame Game { get; private set; }

    internal RoomMachine Machine { get; private set; }

    internal TickResult Last { get; private set; } = null!;

    internal List<RoomEvent> Events { get; } = [];

    internal List<SeatAnswer> Answers { get; } = [];

    internal List<byte[]> Records { get; } = [];

    internal IReadOnlyCollection<int> Seats => players.Keys;

    internal int World => options.World * Rules.Unit;

    internal List<Ship> Ships => Rows(Game.Ships);

    internal List<Shot> Shots => Rows(Game.Shots);

    internal List<Crystal> Crystals => Rows(Game.Crystals);

    internal int Bots => Ships.Count(ship => ship.IsBot);

    /// <summary>Joins and makes the tick in which the seat is taken.</summary>
    internal int Join(string name, Payload options = default, string? playerId = null)
    {
        OfferJoin(name, options, playerId);
        Step();
        return players.Single(player => player.Value.Name == name).Key;
    }

    internal void OfferJoin(string name, Payload options = default, string? playerId = null)
    {
        Assert.True(Machine.OfferJoin(playerId ?? $"player-{name}", name, $"join-{++joins}", options));
        joining.Enqueue(name);
    }

    internal void Leave(int seat) => Machine.OfferLeave(seat, players[seat].Attach);

    internal void Away(int seat) => Machine.OfferAway(seat, players[seat].Attach);

    internal void Input(int seat, int buttons, int aim = Controls.NoAim) => Input(seat, Payload.Array(buttons, aim));

    /// <summary>Offers an input, which the room takes from everyone but those who are away.</summary>
    internal void Input(int seat, Payload payload)
    {
        var player = players[seat];
        var taken = Machine.OfferInput(seat, player.Attach, player.LastInput + 1, payload);
        player.LastInput += taken ? 1 : 0;
        Assert.Equal(!Machine.OccupiedSeats.Single(one => one.Index == seat).IsAway, taken);
    }

    internal void Command(int seat, string name, Payload arguments)
    {
        var player = players[seat];
        var offer = Machine.OfferCommand(seat, player.Attach, Stream, player.Commands + 1, name, arguments);
        Assert.Equal(CommandVerdict.Queued, offer?.Verdict);
        Machine.OfferAcknowledge(seat, player.Attach, Stream, player.Commands++);
    }

    internal void Step(int ticks = 1)
    {
        for (var i = 0; i < ticks; i++)
        {
            Last = Machine.Step();
            Take(Last);
            Learn(Last);
        }
    }

    internal Ship ShipOf(int seat) => Ships.Single(ship => ship.Seat == seat);

    internal IEnumerable<Payload> Told(string name) => Events.Where(e => e.Name == name).Select(e => e.Payload);

    /// <summary>A ship at rest in the middle of nowhere, facing +x, that can be hit.</summary>
    internal Ship Put(int seat, int x, int y, int angle = 0)
    {
        var ship = ShipOf(seat);
        ship.Flight = new FlightState(x * Rules.Unit, y * Rules.Unit, 0, 0, angle);
        return ship;
    }

    /// <summary>Something to take; keys of its own, far above those that the room gives.</summary>
    internal Crystal Lay(int x, int y, CrystalKind kind = CrystalKind.Crystal, int worth = 0)
    {
        var crystal = Game.Crystals.Add(1_000_000 + Game.Crystals.Count);
        (crystal.X, crystal.Y, crystal.Kind, crystal.Worth) = (x * Rules.Unit, y * Rules.Unit, kind, worth);
        return crystal;
    }

    /// <summary>A room made of this one's bytes at an earlier time and its records since.</summary>
    internal static RoomMachine Recover(ArenaOptions options, ReadOnlyMemory<byte> checkpoint, IEnumerable<byte[]> records)
    {
        var machine = RoomMachine.Restore(new ArenaGame(options), identity, checkpoint);
        foreach (var bytes in records)
        {
            var record = RecordCodec.Read(bytes);
            Assert.True(machine.Replay(record), $"The replay of tick {record.Tick} differs from its record.");
        }

        return machine;
    }

    /// <summary>Learns from a tick who sits where.</summary>
    internal void Learn(TickResult result)
    {
        foreach (var ended in result.Ended)
        {
            players.Remove(ended.Seat);
        }

        foreach (var outcome in result.Joins)
        {
            var name = joining.Dequeue();
            // A player who joined and left in the same tick has ended already.
            if (outcome.RefusalCode is null && Machine.OccupiedSeats.Any(seat => seat.Index == outcome.Seat && seat.Name == name))
            {
                var commands = players.GetValueOrDefault(outcome.Seat)?.Commands ?? 0;
                players[outcome.Seat] = new Player(name, outcome.Attach) { LastInput = outcome.LastInput, Commands = commands };
            }
        }
    }

    private static List<TRow> Rows<TRow>(Table<TRow> table)
        where TRow : Row, new()
    {
        var rows = new List<TRow>();
        foreach (var row in table)
        {
            rows.Add(row);
        }

        return rows;
    }

    private void Take(TickResult result)
    {
        Events.AddRange(result.Events);
        Answers.AddRange(result.Answers);
        if (result.Record is { } record)
        {
            var bytes = new ArrayBufferWriter<byte>();
            RecordCodec.Write(bytes, record);
            Records.Add(bytes.WrittenSpan.ToArray());
        }
    }

    private sealed class Player(string name, long attach)
    {
        internal string Name { get; } = name;

        internal long Attach { get; } = attach;

        internal long LastInput { get; set; }

        internal long Commands { get; set; }
    }
}
