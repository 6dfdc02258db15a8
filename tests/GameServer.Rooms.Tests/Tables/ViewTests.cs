using System.Buffers;
using CsCheck;
using GameServer.Protocol;
using MessagePack;

namespace GameServer.Rooms.Tests.Tables;

/// <summary>Not everyone sees every row: each reader is told all that its view sees, and nothing of anything else.</summary>
public sealed class ViewTests
{
    private const int Readers = 4;
    private const int Keys = 5;

    private static readonly TableSchema schema = new("cards", [Column.Int("face"), Column.Int("seen-by"), Column.Text("note")], view: "seen-by");

    private static readonly Gen<Act[]> acts = Gen.Select(
        Gen.Int[0, 9], Gen.Long[0, Keys - 1], Gen.Long[Views.Nobody, Readers - 1], Gen.Int[1, 99], (kind, key, view, face) => new Act(kind, key, view, face)).Array[0, 6];

    private sealed record Act(int Kind, long Key, long View, int Face);

    [Fact]
    public void Whatever_is_dealt_turned_passed_on_and_taken_away_each_view_is_told_its_own_rows_and_no_others() =>
        Gen.Select(acts.Array[1, 30], Gen.Int[1, 5].Array[Readers]).Sample(
            (history, paces) =>
            {
                var room = new TableSet();
                var cards = room.Add(schema, isReplicated: true, static () => new HistoryRoom.AnyRow());
                room.Advance(1);
                var replica = new StateReplica(room.Schema);
                replica.LoadFull(1, Written((ref MessagePackWriter writer) => room.WriteFull(ref writer)));
                var readers = Enumerable.Range(0, Readers).Select(view => new Reader(view)).ToArray();
                for (var tick = 2; tick < history.Length + 2; tick++)
                {
                    room.Advance(tick);
                    foreach (var act in history[tick - 2])
                    {
                        Do(cards, act);
                    }

                    replica.ApplyDelta(tick, Written((ref MessagePackWriter writer) => room.WriteDelta(ref writer, tick - 1)));
                    foreach (var reader in readers.Where(reader => tick % paces[reader.View] == 0 || tick == history.Length + 1))
                    {
                        reader.CatchUp(replica);
                        Assert.Equal(Truth(cards, reader.View), reader.Seen);
                    }
                }
            },
            iter: 2000);

    [Fact]
    public void What_a_view_does_not_see_is_no_change_for_it()
    {
        var room = new TableSet();
        var cards = room.Add(schema, isReplicated: true, static () => new HistoryRoom.AnyRow());
        room.Advance(1);
        cards.Add(7).Set(1, Views.Of(0));
        room.Advance(2);
        cards.Find(7)!.Set(0, 12);
        foreach (var seat in (int[])[-1, 0, 1])
        {
            var changed = false;
            Written((ref MessagePackWriter writer) => changed = room.WriteDelta(ref writer, 1, Views.Of(seat)));
            Assert.Equal(seat == 0, changed);
        }
    }

    [Fact]
    public void A_view_is_a_column_of_whole_numbers()
    {
        Assert.Throws<ArgumentException>(() => new TableSchema("cards", [Column.Int("face")], view: "owner"));
        Assert.Throws<ArgumentException>(() => new TableSchema("cards", [Column.Text("owner")], view: "owner"));
        Assert.Equal(1, schema.ViewColumn);
    }

    private static void Do(RowStore cards, Act act)
    {
        var card = cards.Find(act.Key);
        switch (act.Kind)
        {
            case <= 2 when card is null:
                card = cards.Add(act.Key);
                card.Set(1, act.View);
                // Tells of itself whom it is for.
                card.Set(2, $"for {act.View}");
                break;
            case <= 4 when card is not null:
                card.Set(0, act.Face);
                break;
            case <= 7 when card is not null:
                card.Set(1, act.View);
                card.Set(2, $"for {act.View}");
                break;
            case >= 8:
                cards.Remove(act.Key);
                break;
        }
    }

    private static string Truth(RowStore cards, long view)
    {
        var truth = new StateCopy();
        for (var i = 0; i < cards.Count; i++)
        {
            var card = cards.At(i);
            if (card.Int(1) != Views.Everyone && card.Int(1) != view)
            {
                continue;
            }

            truth.Add(0, card.Key);
            truth.Set(0, card.Key, 0, card.Int(0));
            truth.Set(0, card.Key, 1, card.Int(1));
            truth.Set(0, card.Key, 2, card.Text(2));
        }

        return truth.ToString();
    }

    private delegate void Writing(ref MessagePackWriter writer);

    private static ReadOnlyMemory<byte> Written(Writing write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>A client of one seat; its copy fails when it hears of a row being gone that it never had.</summary>
    private sealed class Reader(int view)
    {
        private readonly StateCopy state = new();
        private long tick;

        internal int View { get; } = view;

        internal string Seen => state.ToString();

        internal void CatchUp(StateReplica replica)
        {
            var output = new ArrayBufferWriter<byte>();
            if (replica.Keeps(tick))
            {
                replica.WriteDelta(output, tick, View);
            }
            else
            {
                state.Clear();
                replica.WriteFull(output, View);
            }

            state.Apply(output.WrittenMemory);
            tick = replica.Tick;
            for (var other = (int)Views.Nobody; other < Readers; other++)
            {
                Assert.True(
                    other == View || other == Views.Everyone || output.WrittenSpan.IndexOf(System.Text.Encoding.UTF8.GetBytes($"for {other}")) < 0,
                    $"View {View} was sent a row for {other}.");
            }
        }
    }
}
