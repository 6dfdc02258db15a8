using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests;

/// <summary>A small game that uses every part of the authoring interface.</summary>
internal sealed class CounterGame : Game
{
    internal static readonly GameSettings Defaults = new()
    {
        Kind = "counter",
        TickRate = 20,
        Seats = 4,
        Grace = TimeSpan.FromSeconds(5),
        EmptyFor = TimeSpan.FromSeconds(3),
    };

    private readonly Table<Counter> counters;
    private readonly Table<Counter> hidden;

    public CounterGame(GameSettings? settings = null)
    {
        Settings = settings ?? Defaults;
        counters = Replicated<Counter>(Counter.Schema("counters"));
        hidden = Hidden<Counter>(Counter.Schema("hidden"));
    }

    public override GameSettings Settings { get; }

    public override void OnCreate(RoomContext room, Payload options)
    {
        if (options == "fail")
        {
            throw Bug();
        }
    }

    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        if (options.Kind == PayloadKind.Text)
        {
            return options.AsText(100);
        }

        if (options.Kind == PayloadKind.Map && !options["fail"].IsNil)
        {
            throw Bug();
        }

        var counter = counters.Add(seat.Index);
        counter.Name = seat.Name;
        hidden.Add(seat.Index);
        room.Emit("joined", seat.Index);
        room.EmitTo("welcome", seat.Name, seat.Index);
        return null;
    }

    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
        if (hidden[seat.Index].Value < 0)
        {
            throw Bug();
        }

        counters.Remove(seat.Index);
        hidden.Remove(seat.Index);
        room.Emit("left", seat.Index);
    }

    public override void OnAway(RoomContext room, Seat seat) => counters[seat.Index].Away = 1;

    public override void OnBack(RoomContext room, Seat seat, Payload options) => counters[seat.Index].Away = 0;

    public override void OnInput(RoomContext room, Seat seat, Payload input) =>
        counters[seat.Index].Value += input.AsInteger(-1000, 1000);

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        switch (name)
        {
            case "add":
                counters[seat.Index].Value += arguments.AsInteger(-1000, 1000);
                return CommandReply.With(counters[seat.Index].Value);
            case "total":
                hidden[seat.Index].Value += arguments.AsInteger(1, 1000);
                return CommandReply.With(hidden[seat.Index].Value);
            case "say":
                room.Emit("said", Payload.Map(("seat", seat.Index), ("text", arguments.AsText(200))));
                return CommandReply.Ok;
            case "whisper":
                room.EmitTo("whispered", arguments["text"], (int)arguments["to"].AsInteger(0, 1000), seat.Index);
                return CommandReply.Ok;
            case "roll":
                hidden[seat.Index].Value = room.Chance.Next(1_000_000);
                return CommandReply.With(room.NextId());
            case "post":
                return CommandReply.With(room.Post(arguments["to"].AsText(64), "note", arguments["text"]));
            case "kick":
                room.Kick(room.Seats.First(other => other.Index == arguments.AsInteger()));
                return CommandReply.Ok;
            case "close":
                room.Close("The game is over.");
                return CommandReply.Ok;
            case "fail":
                throw Bug();
            case "fail-tick":
                hidden[seat.Index].Value = -1;
                return CommandReply.Ok;
            case "fail-leave":
                hidden[seat.Index].Value = -2;
                room.Kick(seat);
                return CommandReply.Ok;
            default:
                return base.OnCommand(room, seat, name, arguments);
        }
    }

    public override void OnMail(RoomContext room, Mail mail) =>
        room.Emit("mail", Payload.Map(("from", mail.From), ("name", mail.Name), ("text", mail.Payload)));

    public override void OnTick(RoomContext room)
    {
        foreach (var row in hidden)
        {
            if (row.Value == -1)
            {
                throw Bug();
            }
        }

        if (room.Tick % 7 == 0)
        {
            foreach (var counter in counters)
            {
                counter.Value += counter.Away == 0 ? 1 : 0;
            }
        }
    }

    private static InvalidOperationException Bug() => new("The game has a bug.");

    internal sealed class Counter : Row
    {
        public long Value
        {
            get => Int(0);
            set => Set(0, value);
        }

        public long Away
        {
            get => Int(1);
            set => Set(1, value);
        }

        public string Name
        {
            get => Text(2);
            set => Set(2, value);
        }

        internal static TableSchema Schema(string name) =>
            new(name, [Column.Int("value"), Column.Int("away"), Column.Text("name")]);
    }
}
