using CsCheck;
using GameServer.Rooms;

namespace Games.Messenger.Tests;

public sealed class HistoryTests
{
    private const int Most = MessengerRules.KeptMessages + MessengerRules.EarlierMessages;

    /// <summary>Lengths of what is said, mostly short, with times of long messages.</summary>
    private static readonly Gen<int[]> lengths = Gen.OneOf(
        Gen.Int[1, 60].Array[0, 400], Gen.Int[1, MessengerRules.MessageLength].Array[0, 600], Gen.Int[900, MessengerRules.MessageLength].Array[300, 500]);

    [Fact]
    public void Pages_from_the_end_give_all_that_is_kept_once_and_in_order_and_that_is_what_was_said_last() => lengths.Sample(
        lengths =>
        {
            var shelf = new Shelf();
            foreach (var length in lengths)
            {
                shelf.Say(length);
                shelf.IsInBounds();
            }

            var read = shelf.ReadAll();
            Assert.Equal(Enumerable.Range(lengths.Length - read.Count + 1, read.Count).Select(key => (long)key), read.Select(message => message.Key));
            Assert.All(read, message => Assert.Equal(lengths[message.Key - 1], message.Text.Length));
            if (read.Count < lengths.Length)
            {
                // Nothing is forgotten that would have had room.
                var kept = read.Sum(message => message.Text.Length) + lengths[^(read.Count + 1)];
                Assert.True(
                    read.Count == Most || kept > MessengerRules.EarlierLength + MessengerRules.KeptLength - MessengerRules.MessageLength,
                    $"{read.Count} messages of {kept} characters are kept.");
            }
        },
        iter: 60);

    [Fact]
    public void Five_thousand_earlier_messages_are_kept_and_no_more()
    {
        var shelf = new Shelf();
        for (var i = 0; i < Most + 20; i++)
        {
            shelf.Say(1);
        }

        shelf.IsInBounds();
        var read = shelf.ReadAll();
        Assert.Equal((Most, 21L, Most + 20L), (read.Count, read[0].Key, read[^1].Key));
        Assert.Equal(MessengerRules.EarlierMessages, shelf.Earlier.Count);
    }

    [Fact]
    public void Edits_make_room_as_well_and_what_was_edited_and_taken_back_goes_as_it_is()
    {
        var shelf = new Shelf();
        for (var i = 0; i < MessengerRules.KeptMessages; i++)
        {
            shelf.Say(1);
        }

        shelf.History.Find(1)!.IsDeleted = true;
        for (var key = 2; key <= MessengerRules.KeptMessages && shelf.History.Find(key) is { } message; key++)
        {
            shelf.History.Change(message, 77, new string('y', 600));
            shelf.IsInBounds();
        }

        var read = shelf.ReadAll();
        Assert.Equal(MessengerRules.KeptMessages, read.Count);
        Assert.Equal((true, 0L), (read[0].IsDeleted, read[0].Edited));
        Assert.Equal((false, 77L, 600), (read[1].IsDeleted, read[1].Edited, read[1].Text.Length));
    }

    [Fact]
    public void What_is_unread_counts_however_long_ago_it_was_said()
    {
        var shelf = new Shelf();
        var reader = shelf.Members.Add(1);
        for (var i = 0; i < MessengerRules.KeptMessages + 100; i++)
        {
            shelf.Say(1);
        }

        Assert.Equal((600L, 600L), (shelf.History.SeenBy(reader).Last!.Key, shelf.History.SeenBy(reader).Unread));
        reader.Read = 40;
        Assert.Equal(560, shelf.History.SeenBy(reader).Unread);
        reader.Read = 590;
        Assert.Equal(10, shelf.History.SeenBy(reader).Unread);
    }

    /// <summary>The tables of a conversation, without a room.</summary>
    private sealed class Shelf : Game
    {
        private readonly Table<Message> messages;
        private long last;

        internal Shelf()
        {
            messages = Replicated<Message>(Message.Schema);
            Earlier = Hidden<Message>(Message.EarlierSchema);
            Members = Replicated<Member>(Member.Schema);
            History = new History(messages, Earlier);
        }

        public override GameSettings Settings { get; } = new() { Kind = "shelf" };

        internal Table<Message> Earlier { get; }

        internal Table<Member> Members { get; }

        internal History History { get; }

        internal void Say(int length) => History.Keep(++last, 0, last, new string('x', length));

        internal void IsInBounds()
        {
            Assert.True(messages.Count <= MessengerRules.KeptMessages && LengthOf(messages) <= MessengerRules.KeptLength);
            Assert.True(Earlier.Count <= MessengerRules.EarlierMessages && LengthOf(Earlier) <= MessengerRules.EarlierLength);
        }

        internal List<(long Key, string Text, long Edited, bool IsDeleted)> ReadAll()
        {
            var read = new List<(long, string, long, bool)>();
            for (var (before, hasMore) = (last + 1, last > 0); hasMore;)
            {
                var page = History.Before(before);
                var said = Enumerable.Range(0, page["messages"].Count).Select(index => page["messages"][index]).ToArray();
                Assert.InRange(said.Length, 1, MessengerRules.PageMessages);
                Assert.True(said.Length == 1 || said.Sum(message => message["text"].AsText(1000).Length) <= MessengerRules.PageLength);
                Assert.InRange(page.Bytes.Length, 0, 16 * 1024);
                read.InsertRange(0, said.Select(message => (
                    message["message"].AsInteger(), message["text"].AsText(1000), message["edited"].AsInteger(), message["deleted"].AsInteger() != 0)));
                (before, hasMore) = (said[0]["message"].AsInteger(), page["more"].AsBoolean());
            }

            return read;
        }

        private static int LengthOf(Table<Message> table)
        {
            var length = 0;
            foreach (var message in table)
            {
                length += message.Said.Length;
            }

            return length;
        }
    }
}
