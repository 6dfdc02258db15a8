using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Messenger;

/// <summary>
/// A conversation of two players, in a room whose name says whose it is (<see cref="Conversations.TalkOf"/>); nobody else comes in or
/// watches. It tells each one's inbox how things stand, whether or not the player is here.
/// </summary>
public sealed class TalkGame : Game
{
    /// <summary>The kind of game.</summary>
    public const string Kind = "talk";

    private readonly Table<Member> members;
    private readonly Table<Message> messages;
    private readonly Table<MemberNotes> notes;
    private readonly History history;

    /// <summary>A conversation in which nothing has been said.</summary>
    public TalkGame()
    {
        members = Replicated<Member>(Member.Schema);
        messages = Replicated<Message>(Message.Schema);
        notes = Hidden<MemberNotes>(MemberNotes.Schema);
        history = new History(messages, Hidden<Message>(Message.EarlierSchema));
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        // Conversations of version 1 have no earlier messages to show: they begin to keep them.
        Version = 2,
        OldestVersion = 1,
        TickRate = MessengerRules.TickRate,
        Seats = 2,
        Watchable = false,
        Standing = new StandingRooms(Conversations.IsTalk, IsPrivate: true)
        {
            Bars = (name, player) => Conversations.TryFindMembers(StandingRooms.IdOf(Kind, name), out var members) && members.Contains(player)
                ? null
                : "Only the two whose conversation this is may come in.",
        },
        Durable = true,
        EmptyFor = TimeSpan.FromMinutes(10),
    };

    /// <summary>The two.</summary>
    public Table<Member> Members => members;

    /// <summary>What they said last.</summary>
    public Table<Message> Messages => messages;

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        if (!Conversations.TryFindMembers(room.RoomId, out var players))
        {
            room.Close("A conversation needs two players.");
            return;
        }

        for (var i = 0; i < players.Length; i++)
        {
            members.Add(i).PlayerId = players[i];
            notes.Add(i);
        }
    }

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        var member = Of(seat);
        member.Name = seat.Name;
        member.IsHere = true;
        return null;
    }

    /// <inheritdoc/>
    public override void OnAway(RoomContext room, Seat seat) => Goes(Of(seat));

    /// <inheritdoc/>
    public override void OnBack(RoomContext room, Seat seat, Payload options) => Of(seat).IsHere = true;

    /// <inheritdoc/>
    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason) => Goes(Of(seat));

    /// <summary>Whether the player is typing: <c>{"typing": true}</c>. What is not repeated ends by itself.</summary>
    public override void OnInput(RoomContext room, Seat seat, Payload input)
    {
        var member = Of(seat);
        member.IsTyping = input["typing"].AsBoolean();
        notes[member.Key].Typed = room.Tick;
    }

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) => name switch
    {
        "say" or "edit" or "delete" when !notes[Of(seat).Key].TrySay(room.Tick) => MessengerRules.SlowDown,
        "before" when !notes[Of(seat).Key].TryAsk(room.Tick) => MessengerRules.SlowDown,
        "say" => Say(room, Of(seat), TextOf(arguments)),
        "edit" => Edit(room, Of(seat), arguments["message"].AsInteger(), TextOf(arguments)),
        "delete" => Delete(Of(seat), arguments["message"].AsInteger()),
        "read" => Read(Of(seat), UpTo(arguments)),
        "got" => Got(Of(seat), UpTo(arguments)),
        "before" => CommandReply.With(history.Before(arguments["message"].AsInteger(1))),
        _ => base.OnCommand(room, seat, name, arguments),
    };

    /// <summary>The inbox of a player who is not here has a message.</summary>
    public override void OnMail(RoomContext room, Mail mail)
    {
        foreach (var member in members)
        {
            if (mail.From == Conversations.InboxOf(member.PlayerId))
            {
                Got(member, UpTo(mail.Payload));
            }
        }
    }

    /// <summary>A conversation in which nothing was said leaves nothing behind, in the database neither: anybody can begin one with any id.</summary>
    public override void OnTick(RoomContext room)
    {
        if (room.Seats.Count == 0 && !history.HasBegun)
        {
            room.Close("Nothing was said.");
            return;
        }

        foreach (var member in members)
        {
            var known = notes[member.Key];
            member.IsTyping &= room.Tick - known.Typed < MessengerRules.TypingTicks;
            if (known.IsDue && history.SeenBy(member) is { Last: { } last, Unread: var unread })
            {
                var other = members[1 - member.Key];
                var summary = new Summary(
                    other.PlayerId, other.Name, last.Key, Summary.Preview(last.Said), last.At, last.From == member.Key, unread);
                known.IsDue = !room.Post(Conversations.InboxOf(member.PlayerId), Summary.MailName, summary.ToPayload());
            }
        }
    }

    private static string TextOf(Payload arguments) => arguments["text"].AsLine(MessengerRules.MessageLength);

    private CommandReply Say(RoomContext room, Member member, string text)
    {
        var key = room.NextId();
        history.Keep(key, member.Key, room.UtcMs, text);
        member.IsTyping = false;
        Changed();
        return CommandReply.With(key);
    }

    private CommandReply Edit(RoomContext room, Member member, long key, string text)
    {
        var (message, refusal) = Own(member, key);
        if (message is null)
        {
            return refusal;
        }

        history.Change(message, room.UtcMs, text);
        Changed();
        return CommandReply.Ok;
    }

    private CommandReply Delete(Member member, long key)
    {
        var (message, refusal) = Own(member, key);
        if (message is null)
        {
            return refusal;
        }

        message.Said = "";
        message.IsDeleted = true;
        Changed();
        return CommandReply.Ok;
    }

    private CommandReply Read(Member member, long upTo)
    {
        if (upTo > member.Read)
        {
            member.Read = upTo;
            notes[member.Key].IsDue = true;
        }

        return Got(member, upTo);
    }

    private static CommandReply Got(Member member, long upTo)
    {
        member.Delivered = Math.Max(member.Delivered, upTo);
        return CommandReply.Ok;
    }

    private long UpTo(Payload arguments) => arguments["upTo"].AsInteger(0, history.Last);

    /// <summary>Of an earlier message nobody has a copy that would follow a change.</summary>
    private (Message? Message, CommandReply Refusal) Own(Member member, long key) => history.Find(key) switch
    {
        null when key > 0 && key < history.First => (null, CommandReply.Refuse("too_old", "This message is too old to be changed.")),
        null or { IsDeleted: true } => (null, CommandReply.Refuse("no_such_message", "This message is not there any more.")),
        { } found when found.From != member.Key => (null, CommandReply.Refuse("not_yours", "Only who said it may change it.")),
        var own => (own, default),
    };

    private void Changed()
    {
        foreach (var known in notes)
        {
            known.IsDue = true;
        }
    }

    private static void Goes(Member member)
    {
        member.IsHere = false;
        member.IsTyping = false;
    }

    private Member Of(Seat seat) => MemberWith(seat.PlayerId)!;

    private Member? MemberWith(string playerId)
    {
        foreach (var member in members)
        {
            if (member.PlayerId == playerId)
            {
                return member;
            }
        }

        return null;
    }
}
