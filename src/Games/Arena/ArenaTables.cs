using GameServer.Rooms;

namespace Games.Arena;

/// <summary>All that an arena remembers.</summary>
/// <param name="Ships">By ship.</param>
/// <param name="Shots">By shot.</param>
/// <param name="Rounds">One row.</param>
/// <param name="Crystals">By crystal.</param>
/// <param name="Gates">One row.</param>
/// <param name="Pilots">By ship.</param>
/// <param name="Tracks">By ship.</param>
/// <param name="Minds">By ship, of bots only.</param>
/// <param name="Chats">By seat, once it has said something.</param>
internal sealed record ArenaTables(
    Table<Ship> Ships,
    Table<Shot> Shots,
    Table<Round> Rounds,
    Table<Crystal> Crystals,
    Table<Gate> Gates,
    Table<Pilot> Pilots,
    Table<Track> Tracks,
    Table<BotMind> Minds,
    Table<ChatLog> Chats)
{
    internal Round Round => Rounds[Games.Arena.Round.TheKey];

    internal Gate Gate => Gates[Games.Arena.Gate.TheKey];

    internal Ship? ShipOf(Seat seat)
    {
        foreach (var ship in Ships)
        {
            if (ship.Seat == seat.Index)
            {
                return ship;
            }
        }

        return null;
    }

    /// <summary>Whether a person flies under a name that can be taken for this one.</summary>
    internal bool HasPerson(string name)
    {
        foreach (var ship in Ships)
        {
            if (!ship.IsBot && SeatNames.LookAlike(ship.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Takes a ship out of the game with all that hangs on it; a shot without an owner would have nobody to score for. Its cargo
    /// is to be dropped before.
    /// </summary>
    internal void RemoveShip(Ship ship)
    {
        foreach (var shot in Shots)
        {
            if (shot.Owner == ship.Key)
            {
                Shots.Remove(shot);
            }
        }

        Pilots.Remove(ship.Key);
        Tracks.Remove(ship.Key);
        Minds.Remove(ship.Key);
        Ships.Remove(ship);
    }
}
