using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Chat;

/// <summary>
/// A room in which whatever one says all others read. What is said is an event, told to each exactly once; the last messages are
/// rows as well, for who comes later, and so is who is here.
/// </summary>
public sealed class ChatGame : Game
{
    /// <summary>The kind of game.</summary>
    public const string Kind = "chat";

    private readonly Table<Person> persons;
    private readonly Table<Message> messages;
    private readonly Table<Pace> paces;
    private readonly People people;
    private readonly History history;

    /// <summary>A room with nobody in it.</summary>
    public ChatGame()
    {
        persons = Replicated<Person>(Person.Schema);
        messages = Replicated<Message>(Message.Schema);
        paces = Hidden<Pace>(Pace.Schema);
        people = new People(persons, paces);
        history = new History(messages);
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        TickRate = ChatRules.TickRate,
        Seats = ChatRules.Seats,
        // By name only: quick match should not lead strangers into a room that some friends have made.
        Standing = new StandingRooms(IsRoomName, IsPrivate: true) { IsListed = name => name == ChatRules.General },
        // What was said last is still there for who comes back after lunch, and not for long after the last has gone.
        EmptyFor = TimeSpan.FromMinutes(10),
    };

    /// <summary>Who is here, and who of those that have left is still read.</summary>
    public Table<Person> People => persons;

    /// <summary>The last messages.</summary>
    public Table<Message> Messages => messages;

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        people.Enter(room, seat);
        return null;
    }

    /// <inheritdoc/>
    public override void OnAway(RoomContext room, Seat seat) => people.At(seat).IsAway = true;

    /// <inheritdoc/>
    public override void OnBack(RoomContext room, Seat seat, Payload options) => people.At(seat).IsAway = false;

    /// <inheritdoc/>
    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason) =>
        people.Leave(seat, isRemembered: history.Has(people.At(seat).Key));

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) => name switch
    {
        "say" => Say(room, people.At(seat), arguments["text"].AsLine(ChatRules.MessageLength)),
        _ => base.OnCommand(room, seat, name, arguments),
    };

    // Without capitals, so that no two rooms differ in them alone.
    private static bool IsRoomName(string name) =>
        name.Length <= ChatRules.RoomNameLength && !name.Any(char.IsAsciiLetterUpper);

    private CommandReply Say(RoomContext room, Person person, string text)
    {
        var early = paces[person.Key].TryTake(room.Tick);
        if (early > 0)
        {
            var seconds = (early + ChatRules.TickRate - 1) / ChatRules.TickRate;
            return CommandReply.Refuse("slow_down", $"That was a lot at once. Say it again in {seconds} s.");
        }

        var key = room.NextId();
        room.Emit("said", Payload.Map(
            ("message", key), ("from", person.Key), ("name", person.Name), ("at", room.UtcMs), ("text", text)));
        foreach (var author in history.Keep(key, person.Key, room.UtcMs, text))
        {
            if (!history.Has(author))
            {
                people.Forget(author);
            }
        }

        return CommandReply.With(key);
    }
}
