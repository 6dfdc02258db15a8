using GameServer.Rooms;

namespace Games.Arena;

/// <summary>What a bot notices of the arena: whom it would fight, and what it would take.</summary>
internal sealed class BotSenses(ArenaTables tables)
{
    private const int Sight = 1300 * Rules.Unit;
    private const int WorthOfRepair = 6;
    private const int WorthOfOvercharge = 3;
    private const int HurtHp = 70;
    private const int Far = 250 * Rules.Unit;

    /// <summary>
    /// The nearest living ship in sight, but not another one every moment: the present one counts as nearer than it is. So do
    /// those who carry much.
    /// </summary>
    internal Ship? ChooseEnemy(Ship ship, BotMind mind, out int distance)
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
            felt -= felt / 2 * other.Cargo / Rules.Hold;
            if (felt < best)
            {
                (nearest, nearestSquare, best) = (other, square, felt);
            }
        }

        mind.Target = nearest?.Key ?? 0;
        distance = (int)Turn.SquareRoot(nearestSquare);
        return nearest;
    }

    /// <summary>What is worth most for its distance. Bots like different ones, or all would go for the same.</summary>
    internal Crystal? ChooseCrystal(Ship ship)
    {
        Crystal? chosen = null;
        var best = 0L;
        foreach (var crystal in tables.Crystals)
        {
            if (!CrystalField.CanUse(ship, crystal))
            {
                continue;
            }

            var worth = crystal.Kind switch
            {
                CrystalKind.Repair => ship.Hp < HurtHp ? WorthOfRepair : 0,
                CrystalKind.Overcharge => WorthOfOvercharge,
                _ => crystal.Worth,
            };
            long dx = crystal.X - ship.X, dy = crystal.Y - ship.Y;
            var taste = 8 + ((ship.Key * 31 + crystal.Key * 17) & 7);
            var value = (worth * taste << 20) / (Turn.SquareRoot(dx * dx + dy * dy) + Far);
            if (value > best)
            {
                (chosen, best) = (crystal, value);
            }
        }

        return chosen;
    }
}
