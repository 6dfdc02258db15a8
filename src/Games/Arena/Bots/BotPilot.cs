using GameServer.Rooms;

namespace Games.Arena;

/// <summary>
/// Flies a bot's ship by the same controls that people have. It decides only every few ticks, as people do, and its controls
/// stay in force between.
/// </summary>
internal sealed class BotPilot(ArenaTables tables, int world)
{
    /// <summary>The <see cref="BotMind.Sloppiness"/> of the best bots.</summary>
    internal const int BestAim = 20;

    /// <summary>The <see cref="BotMind.Sloppiness"/> of the worst.</summary>
    internal const int WorstAim = 72;

    private const int Sight = 1300 * Rules.Unit;
    private const int FireRange = 800 * Rules.Unit;
    private const int CloseRange = 260 * Rules.Unit;
    private const int TooClose = 130 * Rules.Unit;
    private const int FleeRange = 900 * Rules.Unit;
    private const int WeakHp = 35;
    private const int CruiseSpeed = 7 * Rules.Unit;
    private const int FullThrottle = 2 * Flight.TopSpeed;
    private const int WallForesight = 24;
    private const int Quarter = Turn.Steps / 4;

    internal void Think(RoomContext room, Ship ship, Pilot pilot)
    {
        var mind = tables.Minds[ship.Key];
        if (room.Tick < mind.Next)
        {
            return;
        }

        mind.Next = room.Tick + room.Chance.Next(4, 8);
        var enemy = ChooseEnemy(ship, mind, out var distance);
        mind.Mode = Choose(room, ship, mind, enemy, distance);
        var controls = mind.Mode switch
        {
            BotMode.Flee => Flee(room, ship, enemy!),
            BotMode.BreakOff => Head(ship, mind.Course, FullThrottle),
            BotMode.Chase => Chase(room, ship, mind, enemy!, distance),
            _ => Wander(room, ship, mind),
        };
        pilot.Steer(AvoidWalls(ship, controls), room.Tick);
    }

    private static BotMode Choose(RoomContext room, Ship ship, BotMind mind, Ship? enemy, int distance)
    {
        if (enemy is null)
        {
            return BotMode.Wander;
        }

        if (ship.Hp <= WeakHp && distance < FleeRange)
        {
            return BotMode.Flee;
        }

        if (mind.Mode == BotMode.BreakOff && room.Tick < mind.Until)
        {
            return BotMode.BreakOff;
        }

        if (distance >= TooClose)
        {
            return BotMode.Chase;
        }

        var side = room.Chance.Next(2) == 0 ? Quarter : -Quarter;
        mind.Course = (Turn.Of(enemy.X - ship.X, enemy.Y - ship.Y) + side) & (Turn.Steps - 1);
        mind.Until = room.Tick + room.Chance.Next(20, 40);
        return BotMode.BreakOff;
    }

    // The nearest living ship in sight, but not another one every moment: the present one counts as nearer than it is.
    private Ship? ChooseEnemy(Ship ship, BotMind mind, out int distance)
    {
        Ship? nearest = null;
        var (nearestSquare, best) = (0L, (long)Sight * Sight);
        foreach (var other in tables.Ships)
        {
            if (!other.Alive || other.Key == ship.Key)
            {
                continue;
            }

            long dx = other.X - ship.X, dy = other.Y - ship.Y;
            var square = dx * dx + dy * dy;
            var felt = other.Key == mind.Target ? square / 2 : square;
            if (felt < best)
            {
                (nearest, nearestSquare, best) = (other, square, felt);
            }
        }

        mind.Target = nearest?.Key ?? 0;
        distance = (int)Turn.SquareRoot(nearestSquare);
        return nearest;
    }

    private static Controls Chase(RoomContext room, Ship ship, BotMind mind, Ship enemy, int distance)
    {
        // Where the enemy will be, seen from this moving ship, when a shot fired now has come as far.
        long flight = distance / Rules.ShotSpeed;
        var aim = Turn.Of(
            enemy.X - ship.X + (enemy.Vx - ship.Vx) * flight,
            enemy.Y - ship.Y + (enemy.Vy - ship.Vy) * flight);
        aim = (aim + room.Chance.Next(-mind.Sloppiness, mind.Sloppiness + 1)) & (Turn.Steps - 1);

        // Near enough it glides past, nose on the enemy: a bot that brakes to aim is a sitting duck.
        var buttons = distance > CloseRange && Faces(ship, aim, Quarter / 2) ? Controls.Thrust : 0;
        var fires = Faces(ship, aim, 40) && distance < FireRange && HoldsTrigger(room, mind);
        return new Controls(fires ? buttons | Controls.Fire : buttons, aim);
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

    private static Controls Flee(RoomContext room, Ship ship, Ship enemy)
    {
        var away = Turn.Of(ship.X - enemy.X, ship.Y - enemy.Y);
        return Head(ship, (away + room.Chance.Next(-90, 91)) & (Turn.Steps - 1), FullThrottle);
    }

    private Controls Wander(RoomContext room, Ship ship, BotMind mind)
    {
        long dx = mind.WayX - ship.X, dy = mind.WayY - ship.Y;
        if ((mind.WayX == 0 && mind.WayY == 0) || dx * dx + dy * dy < (long)CloseRange * CloseRange)
        {
            var margin = world / 8;
            mind.WayX = room.Chance.Next(margin, world - margin);
            mind.WayY = room.Chance.Next(margin, world - margin);
            (dx, dy) = (mind.WayX - ship.X, mind.WayY - ship.Y);
        }

        return Head(ship, Turn.Of(dx, dy), CruiseSpeed);
    }

    private Controls AvoidWalls(Ship ship, Controls wish)
    {
        var margin = world / 24;
        var (x, y) = (ship.X + ship.Vx * WallForesight, ship.Y + ship.Vy * WallForesight);
        if (x >= margin && y >= margin && x <= world - margin && y <= world - margin)
        {
            return wish;
        }

        // Still firing if it was: turning in from the wall often comes out at the enemy anyway.
        var inwards = Turn.Of(world / 2 - ship.X, world / 2 - ship.Y);
        var push = Faces(ship, inwards, Quarter) ? Controls.Thrust : Controls.Brake;
        return new Controls(push | (wish.Buttons & Controls.Fire), inwards);
    }

    private static Controls Head(Ship ship, int course, int upTo)
    {
        var isSlow = ship.Vx * ship.Vx + ship.Vy * ship.Vy < upTo * upTo;
        return new Controls(isSlow && Faces(ship, course, Quarter / 2) ? Controls.Thrust : 0, course);
    }

    private static bool Faces(Ship ship, int course, int within)
    {
        var off = Turn.Difference(ship.Angle, course);
        return off <= within && off >= -within;
    }
}
