using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>
/// A player's conversations, with what is unread in each. Only the player comes in; the conversations keep it current by mail, whether or
/// not anybody is here.
/// </summary>
public sealed class InboxGame : Game
{
    /// <summary>The kind of game.</summary>
    public const string Kind = "inbox";

    private readonly Table<Conversation> conversations;

    /// <summary>An empty inbox.</summary>
    public InboxGame() => conversations = Replicated<Conversation>(Conversation.Schema);

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        TickRate = MessengerRules.TickRate,
        Seats = 1,
        Watchable = false,
        Standing = StandingRooms.OfEachPlayer("Only its player may look into an inbox."),
        Durable = true,
        EmptyFor = TimeSpan.FromMinutes(10),
    };

    /// <summary>What the player sees.</summary>
    public Table<Conversation> List => conversations;

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        if (!StandingRooms.TryParse(room.RoomId, out _, out _))
        {
            room.Close("An inbox needs a player.");
        }
    }

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) => name switch
    {
        "open" => Open(room, seat, arguments),
        "hide" => Hide(arguments["player"].AsText(64)),
        "got" => Got(room, arguments["player"].AsText(64), arguments["upTo"].AsInteger(0)),
        _ => base.OnCommand(room, seat, name, arguments),
    };

    /// <inheritdoc/>
    public override void OnMail(RoomContext room, Mail mail)
    {
        var summary = Summary.Read(mail.Payload);
        var owner = room.RoomId[Conversations.InboxOf("").Length..];
        if (!PlayerIds.IsValid(summary.With) || summary.With == owner || mail.From != Conversations.TalkOf(owner, summary.With))
        {
            return;
        }

        var row = With(summary.With) ?? Add(room, summary.With, mail.From);
        row.Name = summary.Name.Length > 0 ? NameFor(row, summary.Name) : row.Name;
        (row.Last, row.Preview, row.At, row.IsMine, row.Unread) =
            (summary.Last, summary.Text, summary.At, summary.IsMine, summary.Unread);
        row.Delivered = Math.Min(row.Delivered, row.Last);
    }

    /// <summary>A conversation with a player, who need not have one yet: by the id that a link or a list of people shows.</summary>
    private CommandReply Open(RoomContext room, Seat seat, Payload arguments)
    {
        var player = arguments["player"].AsText(64);
        var name = arguments["name"].IsNil ? "" : arguments["name"].AsLine(MessengerRules.NameLength);
        if (!PlayerIds.IsValid(player) || player == seat.PlayerId)
        {
            return CommandReply.Refuse("no_such_player", "This is nobody to talk to.");
        }

        var row = With(player) ?? Add(room, player, Conversations.TalkOf(seat.PlayerId, player));
        row.Name = row.Name.Length > 0 || name.Length == 0 ? row.Name : NameFor(row, name);
        return CommandReply.With(row.Room);
    }

    private CommandReply Hide(string player)
    {
        if (With(player) is not { } row)
        {
            return Unknown;
        }

        conversations.Remove(row);
        return CommandReply.Ok;
    }

    /// <summary>A device of the player has what the other said: the conversation hears of it.</summary>
    private CommandReply Got(RoomContext room, string player, long upTo)
    {
        if (With(player) is not { } row || upTo > row.Last)
        {
            return Unknown;
        }

        if (upTo <= row.Delivered)
        {
            return CommandReply.Ok;
        }

        if (!room.Post(row.Room, "got", Payload.Map(("upTo", upTo))))
        {
            return MessengerRules.SlowDown;
        }

        row.Delivered = upTo;
        return CommandReply.Ok;
    }

    private static CommandReply Unknown => CommandReply.Refuse("no_such_conversation", "There is no such conversation.");

    private Conversation? With(string player)
    {
        foreach (var row in conversations)
        {
            if (row.PlayerId == player)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>Names are not unique, and those who are told apart by nothing but their id are told apart by a number.</summary>
    private string NameFor(Conversation row, string wished) => SeatNames.Choose(wished, name => IsTaken(name, row));

    private bool IsTaken(string name, Conversation but)
    {
        foreach (var row in conversations)
        {
            if (row != but && SeatNames.LookAlike(row.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>At the bound, the one goes in which nothing was said for longest; it is back when something is.</summary>
    private Conversation Add(RoomContext room, string player, string talk)
    {
        if (conversations.Count >= MessengerRules.Conversations)
        {
            Conversation? oldest = null;
            foreach (var row in conversations)
            {
                oldest = oldest is null || row.At < oldest.At ? row : oldest;
            }

            conversations.Remove(oldest!);
        }

        var added = conversations.Add(room.NextId());
        (added.PlayerId, added.Room, added.At) = (player, talk, room.UtcMs);
        return added;
    }
}
