using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;
using GameServer.Rooms.Tests.Machine;

namespace GameServer.Rooms.Tests.Mails;

public sealed class MailTests
{
    private const ulong Birth = 77;
    private readonly List<string> read = [];

    [Fact]
    public void Mail_is_read_in_the_next_tick_which_has_its_receipt_and_a_record()
    {
        var room = Reading();
        room.Step();
        Assert.Equal(MailVerdict.Queued, Offer(room, 1));
        Assert.Equal(MailVerdict.Pending, Offer(room, 1));
        var result = room.Step();
        Assert.Equal(["board.x mail 1"], read);
        Assert.Equal([new MailReceipt("board.x", Birth, 1)], result.Receipts);
        Assert.Equal([new TakeMail("board.x", Birth, 1, "mail", 1)], result.Record!.Operations);
        Assert.Equal(MailVerdict.Repeated, Offer(room, 1));
        Assert.Empty(room.Step().Receipts);
    }

    [Fact]
    public void Letter_waits_for_those_before_it()
    {
        var room = Reading();
        Assert.Equal(MailVerdict.NotNow, Offer(room, 2, after: 1));
        Assert.Equal(MailVerdict.Queued, Offer(room, 1));
        Assert.Equal(MailVerdict.Queued, Offer(room, 5, after: 1));
        room.Step();
        Assert.Equal(["board.x mail 1", "board.x mail 5"], read);
    }

    [Fact]
    public void Room_that_was_made_anew_takes_what_its_sender_still_has()
    {
        var room = Reading();
        Assert.Equal(MailVerdict.Queued, Offer(room, 40));
        room.Step();
        Assert.Equal(MailVerdict.Repeated, Offer(room, 39));
        Assert.Equal(MailVerdict.Queued, Offer(room, 1, birth: Birth + 1));
        room.Step();
        Assert.Equal(["board.x mail 40", "board.x mail 1"], read);
    }

    [Fact]
    public void Sender_that_was_silent_for_longest_is_forgotten_at_the_bound()
    {
        var room = Reading();
        for (var i = 0; i < MailInbox.MaxSenders; i++)
        {
            room.OfferMail($"room {i}", Birth, 1, 0, "mail", i);
            room.Step();
        }

        room.OfferMail("room 0", Birth, 2, 0, "mail", 0);
        room.OfferMail("one more", Birth, 1, 0, "mail", 0);
        room.Step();
        Assert.Equal(MailVerdict.Repeated, room.OfferMail("room 0", Birth, 2, 0, "mail", 0));
        Assert.Equal(MailVerdict.Repeated, room.OfferMail("room 2", Birth, 1, 0, "mail", 0));
        Assert.Equal(MailVerdict.Queued, room.OfferMail("room 1", Birth, 1, 0, "mail", 0));
    }

    [Fact]
    public void What_waits_for_a_tick_is_bounded()
    {
        var room = Reading();
        for (var n = 1; n <= MailInbox.MaxWaiting; n++)
        {
            Assert.Equal(MailVerdict.Queued, Offer(room, n));
        }

        Assert.Equal(MailVerdict.NotNow, Offer(room, MailInbox.MaxWaiting + 1));
        Assert.Equal(MailInbox.MaxWaiting, room.Step().Receipts.Count);
        Assert.Equal(MailVerdict.Queued, Offer(room, MailInbox.MaxWaiting + 1));
    }

    [Fact]
    public void What_is_on_its_way_is_bounded_and_the_game_is_told()
    {
        var refused = 0;
        var room = Room.Of(new ScriptedGame { Step = context => refused += context.Post("board.x", "mail", context.Tick) ? 0 : 1 });
        room.Steps(RoomContext.MaxMail);
        Assert.Equal((RoomContext.MaxMail, 0), (room.Letters.Count, refused));
        room.Step();
        Assert.Equal((RoomContext.MaxMail, 1), (room.Letters.Count, refused));
        room.OfferMailSettled("board.x", 2);
        room.Steps(2);
        Assert.Equal((3, RoomContext.MaxMail + 2), (room.Letters[0].N, room.Letters[^1].N));
    }

    [Fact]
    public void Settling_is_for_one_recipient_up_to_a_letter_that_it_was_sent()
    {
        var room = Room.Of(new ScriptedGame { Create = context => Assert.All(["a", "b", "a", "a"], to => context.Post(to, "mail", 1)) });
        Assert.Equal([0, 0, 1, 3], room.Letters.Select(room.LetterBefore));
        room.OfferMailSettled("a", 2);
        room.OfferMailSettled("a", 9);
        room.Step();
        Assert.Equal(4, room.Letters.Count);
        room.OfferMailSettled("a", 3);
        room.OfferMailSettled("a", 1);
        room.Step();
        Assert.Equal([2, 4], room.Letters.Select(letter => letter.N));
        Assert.Equal([0, 0], room.Letters.Select(room.LetterBefore));
    }

    [Fact]
    public void Tick_that_posts_has_a_record_and_a_replay_that_posts_otherwise_is_found_out()
    {
        static ScriptedGame Game(bool posts) => new() { Step = context => Assert.True(!posts || context.Post("board.x", "mail", 1)) };
        var room = Room.Of(Game(posts: true));
        var checkpoint = room.Save();
        var record = room.Step().Record!;
        Assert.Equal(1, record.LastPosted);
        Assert.True(Room.Restored(Game(posts: true), checkpoint).Replay(record));
        Assert.False(Room.Restored(Game(posts: false), checkpoint).Replay(record));
    }

    [Fact]
    public void Mail_that_cannot_be_read_is_taken_and_harms_nobody()
    {
        var room = Room.Of(new ScriptedGame { Mail = mail => read.Add(mail.Payload.AsText(10)) });
        Offer(room, 1);
        room.OfferMail("board.x", Birth, 2, 1, "mail", "fine");
        Assert.Equal([1, 2], room.Step().Receipts.Select(receipt => receipt.N));
        Assert.Equal(["fine"], read);
    }

    [Fact]
    public void Mail_has_bounds()
    {
        RoomContext? context = null;
        Room.Of(new ScriptedGame { Create = room => context = room });
        Assert.Throws<ArgumentException>(() => context!.Post("", "mail", 1));
        Assert.Throws<ArgumentException>(() => context!.Post(new string('x', 65), "mail", 1));
        Assert.Throws<ArgumentException>(() => context!.Post("board.x", "", 1));
        Assert.Throws<ArgumentException>(() => context!.Post("board.x", new string('x', 33), 1));
        Assert.Throws<ArgumentException>(() => context!.Post("board.x", "mail", new string('x', RoomContext.MaxMailBytes)));
    }

    [Fact]
    public void Clock_goes_on_with_the_ticks_is_set_by_a_record_and_survives()
    {
        var seen = new List<long>();
        ScriptedGame Game() => new() { Create = context => seen.Add(context.UtcMs), Step = context => seen.Add(context.UtcMs) };
        var room = RoomMachine.Create(Game(), Room.Identity, 1, Payload.Nil, utcMs: 1_000_000);
        room.Steps(2);
        room.OfferClock(1_001_500);
        room.OfferClock(2_000_000);
        var checkpoint = room.Save();
        var record = room.Step().Record!;
        room.Step();
        Assert.Equal([1_000_000, 1_000_250, 1_000_500, 2_000_000, 2_000_250], seen);

        seen.Clear();
        var restored = Room.Restored(Game(), checkpoint);
        Assert.Equal(1_000_500, restored.UtcMs);
        Assert.True(restored.Replay(record));
        Assert.Equal([2_000_000], seen);
    }

    private static MailVerdict Offer(RoomMachine room, long n, long after = 0, ulong birth = Birth) =>
        room.OfferMail("board.x", birth, n, after, "mail", n);

    private RoomMachine Reading() => Room.Of(new ScriptedGame { Mail = mail => read.Add($"{mail.From} {mail.Name} {mail.Payload.AsInteger()}") });
}
