using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Games;

/// <summary>A small game that uses everything a room offers: a counter for each seat, a hidden vault, private events, chance and ids.</summary>
internal sealed class CounterGame : Game
{
    public const string Secret = "secret";

    public CounterGame(GameSettings? settings = null)
    {
        Settings = settings ?? Defaults;
        Counters = Replicated<CounterRow>(CounterRow.Schema);
        Vault = Hidden<VaultRow>(VaultRow.Schema);
        Things = Replicated<VaultRow>(new TableSchema("things", VaultRow.Schema.Columns));
    }

    public static GameSettings Defaults { get; } = new()
    {
        Kind = "counter",
        TickRate = 4,
        Seats = 3,
        Grace = TimeSpan.FromSeconds(2),
        EventLogEvents = 64,
    };

    public override GameSettings Settings { get; }

    public Table<CounterRow> Counters { get; }

    public Table<VaultRow> Vault { get; }

    public Table<VaultRow> Things { get; }

    /// <summary>What the room called, for tests to look at; no part of the game's state.</summary>
    public List<string> Calls { get; } = [];

    public override void OnCreate(RoomContext room, Payload options)
    {
        Vault.Add(0).Label = Secret;
        room.Emit("created", options);
    }

    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        Calls.Add($"join {seat.Index} {seat.PlayerId}");
        if (!options.IsNil && options["pin"].AsInteger(0, 9999) != 1234)
        {
            return "The pin is wrong.";
        }

        Counters.Add(seat.Index).Owner = seat.Name;
        room.Emit("came", seat.Name);
        room.EmitTo("welcome", seat.PlayerId, seat.Index);
        return null;
    }

    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
        Calls.Add($"leave {seat.Index} {seat.PlayerId} {reason}");
        Counters.Remove(seat.Index);
        room.Emit("went", seat.Name);
    }

    public override void OnAway(RoomContext room, Seat seat)
    {
        Calls.Add($"away {seat.Index}");
        Counters[seat.Index].Away = room.Tick;
    }

    public override void OnBack(RoomContext room, Seat seat, Payload options)
    {
        Calls.Add($"back {seat.Index}");
        Counters[seat.Index].Away = 0;
    }

    public override void OnInput(RoomContext room, Seat seat, Payload input) =>
        Counters[seat.Index].Value += input["add"].AsInteger(-100, 100);

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        Calls.Add($"command {seat.PlayerId} {name}");
        switch (name)
        {
            case "add":
                return CommandReply.With(Counters[seat.Index].Value += arguments.AsInteger(-100, 100));
            case "make":
                var thing = Things.Add(room.NextId());
                thing.Label = room.Chance.Next(1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return CommandReply.With(thing.Key);
            case "clear":
                foreach (var made in Things)
                {
                    Things.Remove(made);
                }

                return CommandReply.Ok;
            case "whisper":
                room.EmitTo("whisper", seat.Name, (int)arguments.AsInteger(0, 9));
                return CommandReply.Ok;
            case "kick" when room.Seats.FirstOrDefault(other => other.Index == arguments.AsInteger()) is { } other:
                room.Kick(other);
                return CommandReply.Ok;
            case "close":
                room.Close(arguments.AsText(100));
                return CommandReply.Ok;
            case "fail":
                throw new InvalidOperationException("The game is broken.");
            case "refuse":
                return CommandReply.Refuse("not_now", "Not now.");
            default:
                return base.OnCommand(room, seat, name, arguments);
        }
    }

    public override void OnTick(RoomContext room)
    {
        Vault[0].Value += room.Chance.Next(3);
        foreach (var seat in room.Seats)
        {
            if (seat.HasNewInput)
            {
                Vault[0].Value += seat.AppliedInput;
            }
        }
    }
}

internal sealed class CounterRow : Row
{
    public static TableSchema Schema { get; } = new("counters", [Column.Int("value"), Column.Text("owner"), Column.Int("away")]);

    public long Value
    {
        get => Int(0);
        set => Set(0, value);
    }

    public string Owner
    {
        get => Text(1);
        set => Set(1, value);
    }

    public long Away
    {
        get => Int(2);
        set => Set(2, value);
    }
}

internal sealed class VaultRow : Row
{
    public static TableSchema Schema { get; } = new("vault", [Column.Int("value"), Column.Text("label")]);

    public long Value
    {
        get => Int(0);
        set => Set(0, value);
    }

    public string Label
    {
        get => Text(1);
        set => Set(1, value);
    }
}
