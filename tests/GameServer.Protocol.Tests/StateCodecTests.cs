using System.Buffers;
using MessagePack;

namespace GameServer.Protocol.Tests;

public sealed class StateCodecTests
{
    [Fact]
    public void Tables_are_told_in_the_order_in_which_they_apply()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(3);
        writer.Write(2);
        writer.WriteArrayHeader(1);
        writer.Write(Limits.MaxInteger);
        writer.WriteArrayHeader(1);
        StateCodec.WriteRowHeader(ref writer, -5, 0b1000_0000_0000_0000_0000_0000_0000_0101);
        writer.Write(-12);
        writer.Write("Nova");
        writer.Write(7);
        writer.Flush();

        Assert.Equal(
            ["remove 2 9007199254740991", "row 2 -5 80000005", "0 = -12", "2 = Nova", "31 = 7", "end"],
            Told(output.WrittenMemory));
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("91920090")]
    [InlineData("9193009091920103")]
    [InlineData("9193009091930101c0")]
    [InlineData("9193cf7fffffffffffffff9090")]
    [InlineData("919300909193cfffffffffffffffff0101")]
    [InlineData("91930090919301cfffffffffffffffff01")]
    public void What_is_not_of_the_form_is_one_kind_of_exception(string hex)
    {
        var tables = Convert.FromHexString(hex);

        Assert.Throws<MessagePackSerializationException>(() => Told(tables));
    }

    [Fact]
    public void A_table_has_at_most_32_columns_of_different_names()
    {
        Assert.Equal(32, new TableSchema("ships", [.. Enumerable.Range(0, 32).Select(i => Column.Int($"c{i}"))]).Columns.Length);
        var tooMany = Assert.Throws<ArgumentException>(() => new TableSchema("ships", [.. Enumerable.Range(0, 33).Select(i => Column.Int($"c{i}"))]));
        Assert.StartsWith("Table ships has 33 columns, but a row's mask has room for 32.", tooMany.Message, StringComparison.Ordinal);
        var twice = Assert.Throws<ArgumentException>(() => new TableSchema("ships", [Column.Int("x"), Column.Text("x")]));
        Assert.StartsWith("Table ships has two columns with the name x.", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Column.Int("x", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Column.Int("x", double.NaN));
    }

    [Fact]
    public void Schemas_are_equal_by_content()
    {
        var one = new TableSchema("ships", [Column.Int("x", 0.01)]);

        Assert.Equal(one, new TableSchema("ships", [Column.Int("x", 0.01)]));
        Assert.NotEqual(one, new TableSchema("ships", [Column.Int("x", 0.02)]));
    }

    private static List<string> Told(ReadOnlyMemory<byte> tables)
    {
        var recorder = new Recorder();
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, recorder);
        Assert.True(reader.End);
        return recorder.Told;
    }

    private sealed class Recorder : IStateVisitor
    {
        public List<string> Told { get; } = [];

        public void Remove(int table, long key) => Told.Add($"remove {table} {key}");

        public void BeginRow(int table, long key, uint mask) => Told.Add($"row {table} {key} {mask:x}");

        public void Int(int column, long value) => Told.Add($"{column} = {value}");

        public void Text(int column, string value) => Told.Add($"{column} = {value}");

        public void EndRow() => Told.Add("end");
    }
}
