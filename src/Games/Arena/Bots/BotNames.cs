using GameServer.Rooms;

namespace Games.Arena;

/// <summary>What bots are called.</summary>
internal static class BotNames
{
    private static readonly string[] all =
    [
        "Altair", "Bellatrix", "Castor", "Deneb", "Electra", "Fomalhaut", "Gienah", "Hadar",
        "Izar", "Jabbah", "Kochab", "Lesath", "Mizar", "Naos", "Okab", "Porrima",
        "Rigel", "Sadr", "Talitha", "Unuk", "Vega", "Wezen", "Yildun", "Zosma",
    ];

    /// <summary>A name that no ship has; when all are taken, one of them again.</summary>
    internal static string Choose(Table<Ship> ships, Chance chance)
    {
        var start = chance.Next(all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            var name = all[(start + i) % all.Length];
            if (!IsTaken(ships, name))
            {
                return name;
            }
        }

        return all[start];
    }

    private static bool IsTaken(Table<Ship> ships, string name)
    {
        foreach (var ship in ships)
        {
            if (SeatNames.LookAlike(ship.Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
