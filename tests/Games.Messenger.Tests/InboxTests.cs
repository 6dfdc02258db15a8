using GameServer.Protocol;

namespace Games.Messenger.Tests;

public sealed class InboxTests : MessengerTest
{
    [Fact]
    public void What_is_said_appears_in_both_inboxes_and_is_unread_in_the_others()
    {
        var (ann, bob) = (Ann(Talk, Inbox), Bob(Inbox));
        Say(ann, "one");
        Say(ann, "two");
        Ticks(3);
        var talk = Assert.Single(bob.Keys(Inbox, "conversations"));
        Assert.Equal(
            [AnnsId, "Ann", Room, 2L, "two", 0L, 2L],
            bob.Row(Inbox, "conversations", talk, "player", "name", "room", "last", "text", "mine", "unread"));
        Assert.Equal(
            [BobsId, "two", 1L, 0L], ann.Row(Inbox, "conversations", ann.Keys(Inbox, "conversations").Single(), "player", "text", "mine", "unread"));
    }

    [Fact]
    public void Inbox_fills_while_nobody_looks_into_it()
    {
        var ann = Ann(Talk);
        Say(ann, "are you there?");
        Ticks(3);
        var bob = Bob(Inbox);
        Assert.Equal([1L], bob.Row(Inbox, "conversations", bob.Keys(Inbox, "conversations").Single(), "unread"));
    }

    [Fact]
    public void Reading_clears_what_is_unread_and_device_that_has_it_delivers_it()
    {
        var (ann, bob) = (Ann(Talk), Bob(Inbox));
        var message = Say(ann, "hello");
        Ticks(3);
        Assert.Null(Ask(bob, Inbox, "got", Payload.Map(("player", AnnsId), ("upTo", message))).Code);
        Ticks(3);
        Assert.Equal([message, 0L], ann.Row(Talk, "members", BobsKey, "delivered", "read"));
        Assert.Equal([1L, message], bob.Row(Inbox, "conversations", 1, "unread", "delivered"));

        Open(bob, Talk);
        Ask(bob, Talk, "read", Payload.Map(("upTo", message)));
        Ticks(3);
        Assert.Equal([0L], bob.Row(Inbox, "conversations", 1, "unread"));
        Assert.Equal([message, message], ann.Row(Talk, "members", BobsKey, "delivered", "read"));
    }

    [Fact]
    public void Inbox_shows_edits_and_does_not_count_what_was_taken_back()
    {
        var (ann, bob) = (Ann(Talk), Bob(Inbox));
        Say(ann, "one");
        var last = Say(ann, "two");
        Ask(ann, Talk, "edit", Payload.Map(("message", last), ("text", "three")));
        Ticks(3);
        Assert.Equal(["three", 2L], bob.Row(Inbox, "conversations", 1, "text", "unread"));
        Ask(ann, Talk, "delete", Payload.Map(("message", last)));
        Ticks(3);
        Assert.Equal(["", 1L], bob.Row(Inbox, "conversations", 1, "text", "unread"));
    }

    [Fact]
    public void Conversation_can_be_opened_by_id_before_anything_is_said()
    {
        var ann = Ann(Inbox);
        var answer = Ask(ann, Inbox, "open", Payload.Map(("player", BobsId), ("name", "Bobby")));
        Assert.Equal((null, Room), (answer.Code, answer.Payload.AsText(64)));
        Assert.Equal(Room, Ask(ann, Inbox, "open", Payload.Map(("player", BobsId))).Payload.AsText(64));
        Assert.Equal([BobsId, "Bobby", 0L], ann.Row(Inbox, "conversations", 1, "player", "name", "last"));

        // The name that it goes by is the player's own, once that is known.
        var bob = Bob(Talk);
        Say(bob, "hi");
        Ticks(3);
        Assert.Equal(["Bob", "hi", 1L], ann.Row(Inbox, "conversations", 1, "name", "text", "unread"));
        Assert.Null(Ask(ann, Inbox, "hide", Payload.Map(("player", BobsId))).Code);
        Assert.Empty(ann.Keys(Inbox, "conversations"));
    }

    [Fact]
    public void Two_of_the_same_name_are_told_apart()
    {
        var ann = Ann(Inbox);
        var (vega, other) = (new Device(Server, Id('4'), "Vega"), new Device(Server, Id('5'), "VEGA"));
        foreach (var device in (Device[])[vega, other])
        {
            device.Join(Conversations.TalkOf(AnnsId, device.Player), Talk);
            Ticks(2);
            Say(device, "hello");
            Ticks(3);
        }

        Say(vega, "again");
        Ticks(3);
        Ask(ann, Inbox, "open", Payload.Map(("player", Id('6')), ("name", "Vega 2")));
        Ask(ann, Inbox, "open", Payload.Map(("player", Id('7'))));
        Ask(ann, Inbox, "open", Payload.Map(("player", Id('8'))));
        Assert.Equal(
            ["Vega", "VEGA 2", "Vega 2 2", "", ""],
            ann.Keys(Inbox, "conversations").Select(key => ann.Row(Inbox, "conversations", key, "name")[0]));
    }

    [Fact]
    public void Nobody_else_looks_into_an_inbox()
    {
        Ann(Inbox);
        var eve = new Device(Server, Id('3'), "Eve");
        eve.Join(Conversations.InboxOf(AnnsId), Inbox);
        Ticks(2);
        Assert.Equal(ErrorCodes.JoinRefused, eve.Expect<ErrorFrame>().Code);
        eve.Join(Conversations.InboxOf(AnnsId), Inbox, watch: true);
        Ticks(2);
        Assert.Equal(ErrorCodes.WatchRefused, eve.Expect<ErrorFrame>().Code);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var ann = Ann(Inbox);
        Assert.Equal("no_such_player", Ask(ann, Inbox, "open", Payload.Map(("player", "bob"))).Code);
        Assert.Equal("no_such_player", Ask(ann, Inbox, "open", Payload.Map(("player", AnnsId))).Code);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Inbox, "open", Payload.Map(("player", BobsId), ("name", "a\nb"))).Code);
        Assert.Equal(ErrorCodes.BadPayload, Ask(ann, Inbox, "open", Payload.Map(("player", new string('1', 100)))).Code);
        Assert.Equal("no_such_conversation", Ask(ann, Inbox, "hide", Payload.Map(("player", BobsId))).Code);
        Assert.Equal("no_such_conversation", Ask(ann, Inbox, "got", Payload.Map(("player", BobsId), ("upTo", 0))).Code);
        Ask(ann, Inbox, "open", Payload.Map(("player", BobsId)));
        Assert.Equal("no_such_conversation", Ask(ann, Inbox, "got", Payload.Map(("player", BobsId), ("upTo", 1))).Code);
    }

    [Fact]
    public void Conversation_that_was_silent_for_longest_goes_at_the_bound()
    {
        var ann = Ann(Inbox);
        for (var i = 0; i <= MessengerRules.Conversations; i++)
        {
            Ask(ann, Inbox, "open", Payload.Map(("player", $"{i:x32}")));
        }

        Assert.Equal(MessengerRules.Conversations, ann.Keys(Inbox, "conversations").Length);
        Assert.Equal(2, ann.Keys(Inbox, "conversations")[0]);
    }

    [Fact]
    public void Mail_of_a_room_that_is_not_the_conversation_is_not_believed()
    {
        var room = GameServer.Rooms.RoomMachine.Create(
            new InboxGame(), new GameServer.Rooms.RoomIdentity(Conversations.InboxOf(AnnsId), "inbox", true), 1, Payload.Nil);
        var hash = room.Hash();
        var summary = new Summary(BobsId, "Bob", 1, "hello", 2, false, 1);
        room.OfferMail(Conversations.TalkOf(AnnsId, Id('3')), 1, 1, 0, "talk", summary.ToPayload());
        room.OfferMail(Room, 1, 1, 0, "talk", "nonsense");
        room.OfferMail(Room, 1, 2, 1, "talk", (summary with { With = AnnsId }).ToPayload());
        room.Step();
        Assert.NotEqual(hash, room.Hash());
        Assert.Equal(0, Shown(room));
        room.OfferMail(Room, 1, 3, 2, "talk", summary.ToPayload());
        room.Step();
        Assert.Equal(1, Shown(room));
    }

    private static int Shown(GameServer.Rooms.RoomMachine room)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        room.WriteFull(buffer);
        var copy = new GameServer.TestKit.PlayerCopy();
        copy.Apply(new FullFrame(1, 0, 1, "epoch", room.Tick, room.Schema, buffer.WrittenMemory));
        return copy.Rows("conversations").Count();
    }
}
