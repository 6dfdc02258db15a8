using GameServer.Rooms;

namespace Games.Chat;

/// <summary>Who is here and who was, as far as what they said is still to be read.</summary>
internal sealed class People(Table<Person> people, Table<Pace> paces)
{
    internal void Enter(RoomContext room, Seat seat)
    {
        var person = WithPlayer(seat.PlayerId) ?? Add(room.NextId(), seat.PlayerId);
        person.Name = SeatNames.Choose(seat.Name, name => IsTaken(name, person));
        person.Seat = seat.Index;
        person.IsAway = false;
    }

    internal void Leave(Seat seat, bool isRemembered)
    {
        var person = At(seat);
        person.Seat = Person.NoSeat;
        person.IsAway = false;
        if (!isRemembered)
        {
            Remove(person);
        }
    }

    internal Person At(Seat seat)
    {
        foreach (var person in people)
        {
            if (person.Seat == seat.Index)
            {
                return person;
            }
        }

        throw new InvalidOperationException($"Nobody sits at seat {seat.Index}.");
    }

    /// <summary>The last of somebody's messages is gone.</summary>
    internal void Forget(long key)
    {
        if (people.Find(key) is { IsHere: false } gone)
        {
            Remove(gone);
        }
    }

    private Person? WithPlayer(string playerId)
    {
        foreach (var person in people)
        {
            if (person.PlayerId == playerId)
            {
                return person;
            }
        }

        return null;
    }

    private Person Add(long key, string playerId)
    {
        var person = people.Add(key);
        person.PlayerId = playerId;
        paces.Add(key);
        return person;
    }

    private void Remove(Person person)
    {
        paces.Remove(person.Key);
        people.Remove(person);
    }

    // Those who have left count too: nobody should put on the name of who is still being read.
    private bool IsTaken(string name, Person but)
    {
        foreach (var person in people)
        {
            if (person != but && SeatNames.LookAlike(person.Name, name))
            {
                return true;
            }
        }

        return false;
    }
}
