using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// Ships with thrust and inertia shoot at each other in a square; bots fill up what people leave free.
/// </summary>
/// <remarks>
/// An input is <c>[buttons, aim]</c> (see <see cref="Controls"/>). The command <c>say {text}</c> talks to everyone. Events:
/// <c>joined</c>, <c>left</c> {seat, name}, <c>said</c> {seat, name, text}, <c>spawn</c> {ship}, <c>hit</c> {by, target, damage,
/// x, y} (x and y in whole units), <c>kill</c> {by, target}; ships are named by their keys.
/// </remarks>
public sealed class ArenaGame : Game
{
    /// <summary>The name by which players ask for it.</summary>
    public const string Kind = "arena";

    private readonly int world;
    private readonly ArenaTables tables;
    private readonly Spawning spawning;
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
            TickRate = Rules.TickRate,
            Seats = options.Seats,
            Bots = options.Bots,
            Grace = options.Grace,
        };
        world = options.World * Rules.Unit;
        tables = new ArenaTables(
            Replicated<Ship>(Ship.Schema),
            Replicated<Shot>(Shot.Schema),
            Hidden<Pilot>(Pilot.Schema),
            Hidden<BotMind>(BotMind.Schema),
            Hidden<ChatLog>(ChatLog.Schema));
        spawning = new Spawning(tables, world);
        shooting = new Shooting(tables, world);
        crew = new BotCrew(tables, spawning, options.Bots);
        botPilot = new BotPilot(tables, world);
        chat = new Chat(tables);
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; }

    /// <summary>The ships, bots' too. For tests and tools; a room's owner never looks in here.</summary>
    public Table<Ship> Ships => tables.Ships;

    /// <summary>The shots in flight.</summary>
    public Table<Shot> Shots => tables.Shots;

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        crew.MakeWay();
        room.Emit("joined", Payload.Map(("seat", seat.Index), ("name", seat.Name)));
        spawning.Enter(room, seat.Index, seat.Name);
        return null;
    }

    /// <inheritdoc/>
    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
        if (tables.ShipOf(seat) is { } ship)
        {
            tables.RemoveShip(ship);
        }

        tables.Chats.Remove(seat.Index);
        room.Emit("left", Payload.Map(("seat", seat.Index), ("name", seat.Name)));
    }

    /// <inheritdoc/>
    public override void OnAway(RoomContext room, Seat seat) => Steer(room, seat, Controls.None);

    /// <inheritdoc/>
    public override void OnInput(RoomContext room, Seat seat, Payload input) => Steer(room, seat, Controls.Read(input));

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) =>
        name == "say" ? chat.Say(room, seat, arguments) : base.OnCommand(room, seat, name, arguments);

    /// <inheritdoc/>
    public override void OnTick(RoomContext room)
    {
        crew.Fill(room);
        Span<Target> targets = stackalloc Target[ArenaOptions.MaxShips];
        var count = 0;
        foreach (var ship in tables.Ships)
        {
            var pilot = tables.Pilots[ship.Key];
            if (!ship.Alive)
            {
                if (room.Tick >= ship.Respawn)
                {
                    spawning.Place(room, ship);
                }

                continue;
            }

            if (ship.IsBot)
            {
                botPilot.Think(room, ship, pilot);
            }

            var before = ship.Flight;
            Fly(room, ship, pilot);
            if (room.Tick >= pilot.Safe)
            {
                targets[count++] = new Target
                {
                    Ship = ship.Key,
                    X = ship.X,
                    Y = ship.Y,
                    Dx = ship.X - before.X,
                    Dy = ship.Y - before.Y,
                };
            }
        }

        shooting.Move(room, targets[..count]);
    }

    private void Fly(RoomContext room, Ship ship, Pilot pilot)
    {
        var controls = pilot.ControlsAt(room.Tick);
        ship.Flight = Flight.Step(ship.Flight, controls, world);
        ship.Thrust = controls.Has(Controls.Thrust);
        if (controls.Has(Controls.Fire))
        {
            shooting.Fire(room, ship, pilot);
        }

        var quiet = room.Tick - pilot.Hurt;
        if (ship.Hp < Rules.FullHp && quiet >= Rules.MendAfter && quiet % Rules.MendEvery == 0)
        {
            ship.Hp++;
        }
    }

    private void Steer(RoomContext room, Seat seat, Controls controls)
    {
        if (tables.ShipOf(seat) is { } ship)
        {
            tables.Pilots[ship.Key].Steer(controls, room.Tick);
        }
    }
}
