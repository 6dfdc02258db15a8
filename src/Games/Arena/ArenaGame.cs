using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// Ships with thrust and inertia gather crystals and shoot at each other in a square, in rounds; bots fill up what people leave
/// free. <c>README.md</c> beside this file has the rules in numbers, and all that clients are told.
/// </summary>
public sealed class ArenaGame : Game
{
    /// <summary>The name by which players ask for it.</summary>
    public const string Kind = "arena";

    private readonly int world;
    private readonly ArenaTables tables;
    private readonly Spawning spawning;
    private readonly CrystalField field;
    private readonly Bank bank;
    private readonly Rounds rounds;
    private readonly Shooting shooting;
    private readonly BotCrew crew;
    private readonly BotPilot botPilot;
    private readonly Chat chat;

    /// <summary>The usual arena.</summary>
    public ArenaGame()
        : this(new ArenaOptions())
    {
    }

    /// <param name="options">What is to be different.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public ArenaGame(ArenaOptions options)
    {
        options.Validate();
        Settings = new GameSettings
        {
            Kind = Kind,
            Version = 2,
            TickRate = Rules.TickRate,
            Seats = options.Seats,
            Bots = options.Bots,
            Grace = options.Grace,
        };
        world = options.World * Rules.Unit;
        tables = new ArenaTables(
            Replicated<Ship>(Ship.Schema),
            Replicated<Shot>(Shot.Schema),
            Replicated<Round>(Games.Arena.Round.Schema),
            Replicated<Crystal>(Crystal.Schema),
            Replicated<Gate>(Games.Arena.Gate.Schema),
            Hidden<Pilot>(Pilot.Schema),
            Hidden<Track>(Track.Schema),
            Hidden<BotMind>(BotMind.Schema),
            Hidden<ChatLog>(ChatLog.Schema));
        spawning = new Spawning(tables, world);
        field = new CrystalField(tables, world, options.Crystals);
        bank = new Bank(tables, world);
        rounds = new Rounds(tables, spawning, field, options);
        shooting = new Shooting(tables, field, world);
        crew = new BotCrew(tables, spawning, field, options.Bots);
        botPilot = new BotPilot(tables, world);
        chat = new Chat(tables);
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; }

    /// <summary>The ships, bots' too. For tests and tools; a room's owner never looks in here.</summary>
    public Table<Ship> Ships => tables.Ships;

    /// <summary>The shots in flight.</summary>
    public Table<Shot> Shots => tables.Shots;

    /// <summary>What lies about.</summary>
    public Table<Crystal> Crystals => tables.Crystals;

    /// <summary>Where the game stands.</summary>
    public Round Round => tables.Round;

    /// <summary>Where cargo is banked.</summary>
    public Gate Gate => tables.Gate;

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        rounds.Create(room);
        bank.Create(room);
    }

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        var wish = JoinWish.Read(options);
        crew.MakeWay(room);
        var name = SeatNames.Choose(seat.Name, tables.HasPerson);
        crew.GiveUp(room, name);
        room.Emit("joined", Payload.Map(("seat", seat.Index), ("name", name)));
        spawning.Enter(room, seat.Index, name, wish);
        return null;
    }

    /// <inheritdoc/>
    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
        tables.Chats.Remove(seat.Index);
        if (tables.ShipOf(seat) is { } ship)
        {
            field.Drop(room, ship);
            room.Emit("left", Payload.Map(("seat", seat.Index), ("name", ship.Name)));
            tables.RemoveShip(ship);
        }
    }

    /// <inheritdoc/>
    public override void OnAway(RoomContext room, Seat seat) => Steer(room, seat, new PlayerInput(Controls.None, null));

    /// <inheritdoc/>
    public override void OnBack(RoomContext room, Seat seat, Payload options)
    {
        if (JoinWish.Read(options).Hue is { } hue && tables.ShipOf(seat) is { } ship)
        {
            ship.Hue = hue;
        }
    }

    /// <inheritdoc/>
    public override void OnInput(RoomContext room, Seat seat, Payload input) => Steer(room, seat, PlayerInput.Read(input));

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) =>
        name == "say" ? chat.Say(room, seat, arguments) : base.OnCommand(room, seat, name, arguments);

    /// <inheritdoc/>
    public override void OnTick(RoomContext room)
    {
        var isPlayed = rounds.Advance(room);
        crew.Fill(room);
        bank.Move(room);
        shooting.Targets.Begin(room.Tick);
        foreach (var ship in tables.Ships)
        {
            if (ship.Alive)
            {
                Fly(room, ship, isPlayed);
            }
            else if (room.Tick >= ship.Respawn)
            {
                spawning.Place(room, ship);
            }
        }

        if (isPlayed)
        {
            Fight(room);
            field.Take(room);
            bank.Take(room);
            field.Grow(room);
        }
    }

    private void Fly(RoomContext room, Ship ship, bool isPlayed)
    {
        var pilot = tables.Pilots[ship.Key];
        if (isPlayed && ship.IsBot)
        {
            botPilot.Think(room, ship, pilot);
        }

        var controls = isPlayed ? pilot.ControlsAt(room.Tick) : Controls.None;
        var before = ship.Flight;
        ship.Flight = Flight.Step(before, controls, world);
        ship.Thrust = controls.Has(Controls.Thrust);
        var track = tables.Tracks[ship.Key];
        track.Note(room.Tick, ship.X, ship.Y);
        shooting.Targets.Add(ship, before, pilot.Safe, track);

        ship.Safe = ship.Safe > room.Tick ? ship.Safe : 0;
        ship.Charge = ship.Charge > room.Tick ? ship.Charge : 0;
        var quiet = room.Tick - pilot.Hurt;
        if (ship.Hp < Rules.FullHp && quiet >= Rules.MendAfter && quiet % Rules.MendEvery == 0)
        {
            ship.Hp++;
        }
    }

    // Shots are judged when all ships have flown, so that it does not matter in which order they do.
    private void Fight(RoomContext room)
    {
        shooting.Move(room);
        foreach (var ship in tables.Ships)
        {
            if (ship.Alive && tables.Pilots[ship.Key] is var pilot && pilot.ControlsAt(room.Tick).Has(Controls.Fire))
            {
                shooting.Fire(room, ship, pilot);
            }
        }
    }

    private void Steer(RoomContext room, Seat seat, PlayerInput input)
    {
        if (tables.ShipOf(seat) is { } ship)
        {
            tables.Pilots[ship.Key].Steer(input, room.Tick);
        }
    }
}
