using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Chat.Tests;

/// <summary>One chat driven by hand: who comes, goes and says what, and what came of it.</summary>
internal sealed class Talk
{
    private const long Stream = 7;

    private readonly Dictionary<string, Member> members = [];
    private int joins;

    internal Talk() => Machine = RoomMachine.Create(Game, new RoomIdentity("CHAT000001", ChatGame.Kind, IsPrivate: false), 1, Payload.Nil);

    internal ChatGame Game { get; } = new();

    internal RoomMachine Machine { get; }

    internal List<Payload> Said { get; } = [];

    internal List<Person> People => Rows(Game.People);

    internal List<Message> Messages => Rows(Game.Messages);

    /// <summary>Sits down, or, for who has a seat, takes it again without a cursor, as a page does that was loaded anew.</summary>
    internal Person Join(string playerId, string name)
    {
        Assert.True(Machine.OfferJoin(playerId, name, $"join-{++joins}", Payload.Nil));
        var outcome = Step().Joins.Single();
        Assert.Null(outcome.RefusalCode);
        if (!members.TryGetValue(playerId, out var member) || !member.HasSeat)
        {
            members[playerId] = member = new Member { Seat = outcome.Seat };
        }

        (member.Attach, member.HasSeat) = (outcome.Attach, true);
        return PersonOf(playerId);
    }

    internal void Away(string playerId)
    {
        Machine.OfferAway(members[playerId].Seat, members[playerId].Attach);
        Step();
    }

    internal void Leave(string playerId)
    {
        Machine.OfferLeave(members[playerId].Seat, members[playerId].Attach);
        Step();
    }

    internal Person PersonOf(string playerId) => People.Single(person => person.PlayerId == playerId);

    /// <returns>The code of the refusal, or null.</returns>
    internal string? Say(string playerId, Payload arguments, string command = "say")
    {
        var member = members[playerId];
        var offer = Machine.OfferCommand(member.Seat, member.Attach, Stream, ++member.Commands, command, arguments);
        Assert.Equal(CommandVerdict.Queued, offer?.Verdict);
        Machine.OfferAcknowledge(member.Seat, member.Attach, Stream, member.Commands - 1);
        var answer = Step().Answers.Single().Answer;
        Answer = answer.Payload;
        return answer.Code;
    }

    internal string? Say(string playerId, string text) => Say(playerId, Payload.Map(("text", text)));

    /// <summary>What the last command was answered with.</summary>
    internal Payload Answer { get; private set; }

    internal TickResult Step()
    {
        var result = Machine.Step();
        foreach (var ended in result.Ended)
        {
            foreach (var member in members.Values.Where(member => member.Seat == ended.Seat))
            {
                member.HasSeat = false;
            }
        }

        Said.AddRange(result.Events.Where(told => told.Name == "said").Select(told => told.Payload));
        return result;
    }

    internal void Wait(TimeSpan time)
    {
        for (var i = Game.Settings.Ticks(time); i > 0; i--)
        {
            Step();
        }
    }

    private static List<TRow> Rows<TRow>(Table<TRow> table)
        where TRow : Row, new()
    {
        var rows = new List<TRow>();
        foreach (var row in table)
        {
            rows.Add(row);
        }

        return rows;
    }

    private sealed class Member
    {
        internal int Seat { get; init; }

        internal long Attach { get; set; }

        internal bool HasSeat { get; set; }

        internal long Commands { get; set; }
    }
}
