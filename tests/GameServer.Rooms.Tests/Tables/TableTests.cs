using CsCheck;
using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Tables;

public sealed class TableTests
{
    [Fact]
    public void A_row_that_was_removed_cannot_remove_its_successor()
    {
        var table = NewTable();
        var old = table.Add(1);
        table.Remove(1);
        var successor = table.Add(1);

        Assert.False(table.Remove(old));
        Assert.Same(successor, table.Find(1));
        Assert.True(table.Remove(successor));
        Assert.Null(table.Find(1));
    }

    [Fact]
    public void A_key_in_use_is_refused_and_an_absent_one_is_named()
    {
        var table = NewTable();
        table.Add(3);

        Assert.Contains("has a row 3 already", Assert.Throws<InvalidOperationException>(() => table.Add(3)).Message);
        Assert.Contains("has no row 4", Assert.Throws<KeyNotFoundException>(() => table[4]).Message);
        Assert.False(table.Remove(4));
    }

    [Fact]
    public void A_row_out_of_its_table_cannot_be_written()
    {
        var table = NewTable();
        var row = table.Add(1);
        table.Remove(row);

        Assert.False(row.IsPresent);
        Assert.Throws<InvalidOperationException>(() => row.Value = 7);
    }

    [Fact]
    public void Two_tables_of_one_name_are_refused()
    {
        var tables = new TableSet();
        tables.Add(new TableSchema("rows", [Column.Int("value")]), isReplicated: true, () => new NumberRow());

        Assert.Throws<ArgumentException>(
            () => tables.Add(new TableSchema("rows", [Column.Int("other")]), isReplicated: false, () => new NumberRow()));
    }

    [Fact]
    public void A_walk_meets_exactly_the_rows_that_are_ahead_whatever_changes_meanwhile()
    {
        var change = Gen.Select(Gen.Bool, Gen.Long[-6, 6]);
        Gen.Select(Gen.Long[-6, 6].Array[0, 8], change.Array[0, 3].Array[0, 16]).Sample(
            (keys, changesAtStep) =>
            {
                var table = NewTable();
                var model = new SortedSet<long>(keys);
                foreach (var key in model)
                {
                    table.Add(key);
                }

                long? at = null;
                var step = 0;
                foreach (var row in table)
                {
                    var expected = model.First(key => at is null || key > at);
                    Assert.Equal(expected, row.Key);
                    at = expected;
                    foreach (var (adds, key) in step < changesAtStep.Length ? changesAtStep[step++] : [])
                    {
                        if (adds && model.Add(key))
                        {
                            table.Add(key);
                        }
                        else if (!adds)
                        {
                            Assert.Equal(model.Remove(key), table.Remove(key));
                        }
                    }
                }

                Assert.DoesNotContain(model, key => at is null || key > at);
                Assert.Equal(model.Count, table.Count);
                Assert.Equal(model, Keys(table));
            },
            iter: 5000);
    }

    private static List<long> Keys(Table<NumberRow> table)
    {
        var keys = new List<long>();
        foreach (var row in table)
        {
            keys.Add(row.Key);
        }

        return keys;
    }

    private static Table<NumberRow> NewTable() =>
        new(new RowStore(new TableSchema("numbers", [Column.Int("value")]), replicated: true, () => new NumberRow()));

    private sealed class NumberRow : Row
    {
        public long Value
        {
            get => Int(0);
            set => Set(0, value);
        }
    }
}
