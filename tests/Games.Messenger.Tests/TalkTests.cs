using GameServer.Protocol;

namespace Games.Messenger.Tests;

public sealed class TalkTests : MessengerTest
{
    [Fact]
    public void Both_see_the_same_messages_in_the_same_order_with_their_time()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        for (var i = 0; i < 5; i++)
        {
            ann.Command(Talk, "say", Payload.Map(("text", $"ann {i}")));
            bob.Command(Talk, "say", Payload.Map(("text", $"bob {i}")));
            Ticks(1);
        }

        Assert.Equal(10, ann.Keys(Talk, "messages").Length);
        Assert.Equal(ann.Show(Talk), bob.Show(Talk));
        Assert.Equal([AnnsKey, "ann 0"], ann.Row(Talk, "messages", 1, "from", "text"));
        Assert.Equal([BobsKey, "bob 0"], bob.Row(Talk, "messages", 2, "from", "text"));
        var at = (long)ann.Row(Talk, "messages", 1, "at")[0]!;
        Assert.InRange(Server.Time.GetUtcNow().ToUnixTimeMilliseconds() - at, 0, 1000);
    }

    [Fact]
    public void Typing_is_shown_until_it_is_not_repeated_for_five_seconds()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        ann.Typing(Talk, true);
        Ticks(1);
        Assert.Equal([1L], bob.Row(Talk, "members", AnnsKey, "typing"));
        Ticks(30);
        ann.Typing(Talk, true);
        Ticks(MessengerRules.TypingTicks);
        Assert.Equal([1L], bob.Row(Talk, "members", AnnsKey, "typing"));
        Ticks(1);
        Assert.Equal([0L], bob.Row(Talk, "members", AnnsKey, "typing"));
    }

    [Fact]
    public void Typing_ends_with_the_message_with_stopping_and_with_the_connection()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        ann.Typing(Talk, true);
        Ticks(1);
        Say(ann, "done");
        Assert.Equal([0L], bob.Row(Talk, "members", AnnsKey, "typing"));
        ann.Typing(Talk, true);
        Ticks(1);
        ann.Typing(Talk, false);
        Ticks(1);
        Assert.Equal([0L], bob.Row(Talk, "members", AnnsKey, "typing"));
        ann.Typing(Talk, true);
        Ticks(1);
        ann.Cut();
        Ticks(2);
        Assert.Equal([0L, 0L], bob.Row(Talk, "members", AnnsKey, "typing", "here"));
        Open(ann, []);
        ann.Reconnect();
        Open(ann, Talk);
        Assert.Equal([0L, 1L], bob.Row(Talk, "members", AnnsKey, "typing", "here"));
    }

    [Fact]
    public void Receipts_rise_from_sent_to_delivered_to_read_and_never_fall()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        Say(ann, "one");
        var two = Say(ann, "two");
        Assert.Equal([0L, 0L], ann.Row(Talk, "members", BobsKey, "delivered", "read"));
        Assert.Null(Ask(bob, Talk, "got", Payload.Map(("upTo", two))).Code);
        Assert.Equal([two, 0L], ann.Row(Talk, "members", BobsKey, "delivered", "read"));
        Assert.Null(Ask(bob, Talk, "read", Payload.Map(("upTo", two))).Code);
        Assert.Null(Ask(bob, Talk, "got", Payload.Map(("upTo", 1))).Code);
        Assert.Null(Ask(bob, Talk, "read", Payload.Map(("upTo", 1))).Code);
        Assert.Equal([two, two], ann.Row(Talk, "members", BobsKey, "delivered", "read"));
        Assert.Equal(ErrorCodes.BadPayload, Ask(bob, Talk, "read", Payload.Map(("upTo", two + 1))).Code);
    }

    [Fact]
    public void Who_said_it_may_edit_it_and_take_it_back_and_nobody_else()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        var message = Say(ann, "helo");
        var change = Payload.Map(("message", message), ("text", "hello"));
        Assert.Equal("not_yours", Ask(bob, Talk, "edit", change).Code);
        Assert.Equal("not_yours", Ask(bob, Talk, "delete", change).Code);
        Assert.Null(Ask(ann, Talk, "edit", change).Code);
        var row = bob.Row(Talk, "messages", message, "text", "deleted", "edited");
        Assert.Equal(["hello", 0L], row[..2]);
        Assert.True((long)row[2]! > 0);
        Assert.Null(Ask(ann, Talk, "delete", change).Code);
        Assert.Equal(["", 1L], bob.Row(Talk, "messages", message, "text", "deleted"));
        Assert.Equal("no_such_message", Ask(ann, Talk, "edit", change).Code);
        Assert.Equal("no_such_message", Ask(ann, Talk, "delete", Payload.Map(("message", 99))).Code);
    }

    [Fact]
    public void Nobody_else_comes_in_or_watches()
    {
        Ann(Talk);
        var eve = new Device(Server, Id('3'), "Eve");
        eve.Join(Room, Talk);
        Ticks(2);
        Assert.Equal(ErrorCodes.JoinRefused, eve.Expect<ErrorFrame>().Code);
        eve.Join(Room, Talk, watch: true);
        Ticks(2);
        Assert.Equal(ErrorCodes.WatchRefused, eve.Expect<ErrorFrame>().Code);
        eve.Join("talk.general", Talk);
        Ticks(2);
        Assert.Equal(ErrorCodes.RoomGone, eve.Expect<ErrorFrame>().Code);
    }

    [Fact]
    public void Who_has_no_business_in_a_room_does_not_begin_it()
    {
        var eve = new Device(Server, Id('3'), "Eve");
        foreach (var room in (string[])[Room, Conversations.InboxOf(AnnsId)])
        {
            eve.Join(room, Talk);
            Ticks(2);
            Assert.Equal(ErrorCodes.JoinRefused, eve.Expect<ErrorFrame>().Code);
            eve.Join(room, Talk, watch: true);
            Ticks(MessengerRules.TickRate);
            Assert.Equal(ErrorCodes.RoomGone, eve.Expect<ErrorFrame>().Code);
        }

        Assert.Equal(0, Server.RoomCount.Count);
        Ann(Talk);
        Assert.Equal(1, Server.RoomCount.Count);
    }

    [Theory]
    [InlineData(TalkGame.Kind)]
    [InlineData(InboxGame.Kind)]
    public void Room_that_is_nobodys_is_not_left_lying_about(string kind)
    {
        var eve = new Device(Server, Id('3'), "Eve");
        eve.Create(kind, Talk);
        Ticks(5);
        Assert.Equal(0, Server.RoomCount.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("\u202eolleh")]
    [InlineData("\u200b")]
    public void Text_that_would_harm_others_is_refused(string text)
    {
        var ann = Ann(Talk);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Talk, "say", Payload.Map(("text", text))).Code);
        Assert.Empty(ann.Keys(Talk, "messages"));
    }

    [Fact]
    public void Other_bad_input_is_refused()
    {
        var ann = Ann(Talk);
        var longest = new string('x', MessengerRules.MessageLength);
        Assert.Null(Ask(ann, Talk, "say", Payload.Map(("text", longest))).Code);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Talk, "say", Payload.Map(("text", longest + "x"))).Code);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Talk, "say", 7).Code);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Talk, "read", Payload.Map(("upTo", "all"))).Code);
        Assert.Equal("unknown_command", Ask(ann, Talk, "shout", Payload.Nil).Code);
        Assert.Equal("<img onerror=alert(1)>", ann.Row(Talk, "messages", Say(ann, "<img onerror=alert(1)>"), "text")[0]);
    }

    [Fact]
    public void Flood_is_refused_and_passes()
    {
        var ann = Ann(Talk);
        for (var i = 0; i <= MessengerRules.Burst; i++)
        {
            ann.Command(Talk, "say", Payload.Map(("text", "again")));
        }

        Ticks(1);
        Assert.Equal("slow_down", ann.Expect<AnswerFrame>().Code);
        Assert.Equal(MessengerRules.Burst, ann.Keys(Talk, "messages").Length);
        Ticks(MessengerRules.PaceTicks);
        var last = Say(ann, "slower");
        // What each of them costs the other, and the journal, is the same.
        Assert.Equal("slow_down", Ask(ann, Talk, "edit", Payload.Map(("message", last), ("text", "faster"))).Code);
        Assert.Equal("slow_down", Ask(ann, Talk, "delete", Payload.Map(("message", last))).Code);
    }

    [Fact]
    public void Old_messages_make_room_for_new_ones_and_are_there_for_who_asks()
    {
        var ann = Ann(Talk);
        var text = new string('x', MessengerRules.MessageLength);
        var kept = MessengerRules.KeptLength / MessengerRules.MessageLength;
        for (var i = 0; i < kept + 3; i++)
        {
            Say(ann, i == 1 ? "this one" : text);
            Ticks(MessengerRules.PaceTicks);
        }

        Assert.Equal(Enumerable.Range(4, kept).Select(key => (long)key), ann.Keys(Talk, "messages"));
        var page = Ask(Bob(Talk), Talk, "before", Payload.Map(("message", 4))).Payload;
        Assert.False(page["more"].AsBoolean());
        Assert.Equal([1L, 2L, 3L], Numbers(page));
        var second = page["messages"][1];
        Assert.Equal(("this one", AnnsKey, 0L, 0L), (second["text"].AsText(1000), second["from"].AsInteger(), second["edited"].AsInteger(), second["deleted"].AsInteger()));
        Assert.InRange(Server.Time.GetUtcNow().ToUnixTimeMilliseconds() - second["at"].AsInteger(), 1000, 60_000);
        Assert.Equal("too_old", Ask(ann, Talk, "edit", Payload.Map(("message", 2), ("text", "that one"))).Code);
        Assert.Equal("too_old", Ask(ann, Talk, "delete", Payload.Map(("message", 3))).Code);
        Assert.Null(Ask(ann, Talk, "delete", Payload.Map(("message", 4))).Code);
    }

    [Fact]
    public void Earlier_messages_are_asked_for_no_faster_than_anybody_reads_and_that_keeps_nobody_from_speaking()
    {
        var ann = Ann(Talk);
        Say(ann, "only this");
        for (var i = 0; i < MessengerRules.Burst; i++)
        {
            Assert.Equal([], Numbers(Ask(ann, Talk, "before", Payload.Map(("message", 1))).Payload));
        }

        Ask(ann, Talk, "before", Payload.Map(("message", 1)));
        Assert.Equal("slow_down", Ask(ann, Talk, "before", Payload.Map(("message", 1))).Code);
        Say(ann, "and this");
        Ticks(MessengerRules.PaceTicks);
        Assert.Equal([1L, 2L], Numbers(Ask(ann, Talk, "before", Payload.Map(("message", 9))).Payload));
        Ticks(MessengerRules.PaceTicks);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Talk, "before", Payload.Map(("message", 0))).Code);
    }

    [Fact]
    public void Conversation_in_which_nothing_was_said_ends_when_nobody_is_there()
    {
        var (ann, bob) = (Ann(Talk), Bob(Talk));
        ann.Leave(Talk);
        Ticks(3);
        Assert.Equal(1, Server.RoomCount.Count);
        bob.Cut();
        Ticks(MessengerRules.TickRate);
        Assert.Equal(1, Server.RoomCount.Count);
        Ticks(40 * MessengerRules.TickRate);
        Assert.Equal(0, Server.RoomCount.Count);

        ann.Reconnect();
        Open(ann, Talk);
        Say(ann, "something");
        ann.Leave(Talk);
        Ticks(40 * MessengerRules.TickRate);
        // The conversation, and the two inboxes that it told.
        Assert.Equal(3, Server.RoomCount.Count);
    }

    private static long[] Numbers(Payload page) =>
        [.. Enumerable.Range(0, page["messages"].Count).Select(index => page["messages"][index]["message"].AsInteger())];
}
