using System.Buffers;
using CsCheck;
using GameServer.Protocol;
using GameServer.Rooms;
using MessagePack;

namespace Games.Ticker.Tests;

public sealed class MarketTests
{
    private const int StockCount = 8;

    private static RoomMachine Open(ulong seed) =>
        RoomMachine.Create(new TickerGame(), new RoomIdentity(TickerGame.MainRoom, TickerGame.Kind, false), seed, Payload.Nil);

    private static StateReplica StateOf(RoomMachine machine)
    {
        var buffer = new ArrayBufferWriter<byte>();
        machine.WriteFull(buffer);
        var copy = new StateReplica(machine.Schema);
        copy.LoadFull(machine.Tick, buffer.WrittenMemory);
        return copy;
    }

    [Fact]
    public void The_same_seed_gives_the_same_market_and_another_another() => Gen.ULong.Sample(
        seed =>
        {
            var (one, same, other) = (Open(seed), Open(seed), Open(seed + 1));
            for (var i = 0; i < 120; i++)
            {
                one.Step();
                same.Step();
                other.Step();
            }

            Assert.Equal(one.Hash(), same.Hash());
            Assert.NotEqual(one.Hash(), other.Hash());
        },
        iter: 4);

    [Fact]
    public void Nobody_takes_a_seat()
    {
        var machine = Open(1);
        machine.OfferJoin("ann", "Ann", "join", Payload.Nil);
        Assert.Equal("join_refused", machine.Step().Joins.Single().RefusalCode);
    }

    [Fact]
    public void Quotes_and_candles_are_sound_and_follow_one_another() => Gen.ULong.Sample(
        seed =>
        {
            var machine = Open(seed);
            for (var i = 0; i < 2 * TickerGame.CandleTicks; i++)
            {
                machine.Step();
            }

            var rows = Rows.Of(StateOf(machine));
            Assert.Equal(StockCount, rows["quotes"].Count);
            Assert.All(rows["quotes"].Values, quote =>
            {
                var (last, spread, open, high, low, volume) = (quote[2], quote[3], quote[4], quote[5], quote[6], quote[7]);
                Assert.True(low > 0 && low <= Math.Min(open, last) && high >= Math.Max(open, last) && volume > 0);
                Assert.InRange(spread, 1, Math.Max(1, last / 1000));
            });

            Assert.Equal(StockCount * TickerGame.Candles, rows["candles"].Count);
            Assert.All(rows["candles"].Values, candle => Assert.True(
                candle[2] > 0 && candle[2] <= Math.Min(candle[0], candle[3]) && candle[1] >= Math.Max(candle[0], candle[3])));
            Assert.All(rows["quotes"], quote => Assert.Equal(quote.Value[2], rows["candles"][TickerGame.KeysPerCandle + quote.Key][3]));
            Assert.Equal(2L * TickerGame.CandleTicks * StockCount * TickerGame.TradesPerTick, rows["market"][1][3]);
        },
        iter: 5);

    private sealed class Rows : Dictionary<string, Dictionary<long, long[]>>, IStateVisitor
    {
        private readonly IReadOnlyList<TableSchema> schema;
        private long[] row = [];

        private Rows(IReadOnlyList<TableSchema> schema)
        {
            this.schema = schema;
            foreach (var table in schema)
            {
                Add(table.Name, []);
            }
        }

        internal static Rows Of(StateReplica copy)
        {
            var buffer = new ArrayBufferWriter<byte>();
            copy.WriteFull(buffer);
            var rows = new Rows(copy.Schema);
            var reader = new MessagePackReader(buffer.WrittenMemory);
            StateCodec.ReadTables(ref reader, rows);
            return rows;
        }

        void IStateVisitor.Remove(int table, long key) => Assert.Fail("Full state removes nothing.");

        void IStateVisitor.BeginRow(int table, long key, uint mask) =>
            this[schema[table].Name].Add(key, row = new long[schema[table].Columns.Length]);

        void IStateVisitor.Int(int column, long value) => row[column] = value;

        void IStateVisitor.Text(int column, string value)
        {
        }

        void IStateVisitor.EndRow()
        {
        }
    }
}
