using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// Flies a bot's ship by the same controls that people have. It decides only every few ticks, as people do, and its controls
/// stay in force between.
/// </summary>
internal sealed class BotPilot(ArenaTables tables, int world)
{
    private const int FireRange = 800 * Rules.Unit;
    private const int CloseRange = 260 * Rules.Unit;
    private const int TooClose = 130 * Rules.Unit;
    private const int FleeRange = 900 * Rules.Unit;
    private const int WeakHp = 35;
    private const int RichCargo = 8;
    private const int Grudge = 3 * Rules.TickRate;
    private const int LastCall = 15 * Rules.TickRate;

    private readonly BotSenses senses = new(tables);

    internal void Think(RoomContext room, Ship ship, Pilot pilot)
    {
        var mind = tables.Minds[ship.Key];
        if (room.Tick < mind.Next)
        {
            return;
        }

        mind.Next = room.Tick + room.Chance.Next(4, 8);
        var enemy = senses.ChooseEnemy(ship, mind, out var distance);
        var crystal = senses.ChooseCrystal(ship);
        mind.Mode = Choose(room, ship, pilot, mind, enemy, distance, crystal);
        var controls = mind.Mode switch
        {
            BotMode.Flee => Flee(room, ship, enemy!, distance, crystal),
            BotMode.BreakOff => BotSteering.Head(ship, mind.Course, BotSteering.FullThrottle),
            BotMode.Chase => Chase(room, ship, mind, enemy!, distance),
            BotMode.Bank => FireAhead(room, ship, mind, enemy, distance, GoToGate(ship)),
            BotMode.Collect => FireAhead(
                room, ship, mind, enemy, distance, BotSteering.GoTo(ship, crystal!.X, crystal.Y, BotSteering.FullThrottle)),
            _ => Wander(room, ship, mind),
        };
        pilot.Steer(BotSteering.AvoidWalls(ship, controls, world), room.Tick);
    }

    private BotMode Choose(RoomContext room, Ship ship, Pilot pilot, BotMind mind, Ship? enemy, int distance, Crystal? crystal)
    {
        if (enemy is not null && ship.Hp <= WeakHp && distance < FleeRange)
        {
            return BotMode.Flee;
        }

        if (mind.Mode == BotMode.BreakOff && room.Tick < mind.Until)
        {
            return BotMode.BreakOff;
        }

        if (WantsToBank(room, ship, mind))
        {
            return BotMode.Bank;
        }

        if (enemy is null || !WantsToFight(room, pilot, mind, enemy, distance))
        {
            return crystal is null ? BotMode.Wander : BotMode.Collect;
        }

        if (distance >= TooClose)
        {
            return BotMode.Chase;
        }

        var side = room.Chance.Next(2) == 0 ? BotSteering.Quarter : -BotSteering.Quarter;
        mind.Course = (Turn.Of(enemy.X - ship.X, enemy.Y - ship.Y) + side) & (Turn.Steps - 1);
        mind.Until = room.Tick + room.Chance.Next(20, 40);
        return BotMode.BreakOff;
    }

    // Once on its way it goes through with it, and before the round ends nobody keeps anything.
    private bool WantsToBank(RoomContext room, Ship ship, BotMind mind) =>
        ship.Cargo > 0
        && (ship.Cargo >= mind.Greed || mind.Mode == BotMode.Bank || tables.Round.Ends - room.Tick < LastCall);

    private static bool WantsToFight(RoomContext room, Pilot pilot, BotMind mind, Ship enemy, int distance) =>
        distance < mind.Boldness
        || enemy.Cargo >= RichCargo
        || (pilot.Hurt > 0 && room.Tick - pilot.Hurt < Grudge);

    private static Controls Chase(RoomContext room, Ship ship, BotMind mind, Ship enemy, int distance)
    {
        var aim = Lead(ship, enemy, distance);
        aim = (aim + room.Chance.Next(-mind.Sloppiness, mind.Sloppiness + 1)) & (Turn.Steps - 1);

        // Near enough it glides past, nose on the enemy: a bot that brakes to aim is a sitting duck.
        var isFar = distance > CloseRange;
        var buttons = isFar && BotSteering.Faces(ship, aim, BotSteering.Quarter / 2) ? Controls.Thrust : 0;
        var fires = BotSteering.Faces(ship, aim, 40) && distance < FireRange && HoldsTrigger(room, mind);
        return new Controls(fires ? buttons | Controls.Fire : buttons, aim);
    }

    // On its way elsewhere it does not turn for others, but fires at who comes before its nose.
    private static Controls FireAhead(RoomContext room, Ship ship, BotMind mind, Ship? enemy, int distance, Controls controls)
    {
        var fires = enemy is not null
            && distance < FireRange
            && BotSteering.Faces(ship, Lead(ship, enemy, distance), 40)
            && HoldsTrigger(room, mind);
        return fires ? controls with { Buttons = controls.Buttons | Controls.Fire } : controls;
    }

    // Where the enemy will be, seen from this moving ship, when a shot fired now has come as far.
    private static int Lead(Ship ship, Ship enemy, int distance)
    {
        long flight = distance / Rules.ShotSpeed;
        return Turn.Of(
            enemy.X - ship.X + (enemy.Vx - ship.Vx) * flight,
            enemy.Y - ship.Y + (enemy.Vy - ship.Vy) * flight);
    }

    private static bool HoldsTrigger(RoomContext room, BotMind mind)
    {
        if (room.Tick >= mind.Rest)
        {
            mind.Burst = room.Tick + room.Chance.Next(8, 26);
            mind.Rest = mind.Burst + room.Chance.Next(20, 70);
        }

        return room.Tick < mind.Burst;
    }

    // To a repair if the enemy is not as near as that, else away, and never in a straight line.
    private static Controls Flee(RoomContext room, Ship ship, Ship enemy, int distance, Crystal? crystal)
    {
        if (crystal is { Kind: CrystalKind.Repair } && distance > CloseRange)
        {
            return BotSteering.GoTo(ship, crystal.X, crystal.Y, BotSteering.FullThrottle);
        }

        var away = Turn.Of(ship.X - enemy.X, ship.Y - enemy.Y);
        return BotSteering.Head(ship, (away + room.Chance.Next(-90, 91)) & (Turn.Steps - 1), BotSteering.FullThrottle);
    }

    private Controls GoToGate(Ship ship) => BotSteering.GoTo(ship, tables.Gate.X, tables.Gate.Y, BotSteering.FullThrottle);

    private Controls Wander(RoomContext room, Ship ship, BotMind mind)
    {
        long dx = mind.WayX - ship.X, dy = mind.WayY - ship.Y;
        if ((mind.WayX == 0 && mind.WayY == 0) || dx * dx + dy * dy < (long)CloseRange * CloseRange)
        {
            var margin = world / 8;
            mind.WayX = room.Chance.Next(margin, world - margin);
            mind.WayY = room.Chance.Next(margin, world - margin);
        }

        return BotSteering.Head(ship, Turn.Of(mind.WayX - ship.X, mind.WayY - ship.Y), BotSteering.CruiseSpeed);
    }
}
