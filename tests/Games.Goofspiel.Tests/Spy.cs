using GameServer.Protocol;
using MessagePack;

namespace Games.Goofspiel.Tests;

/// <summary>Reads everything that one client is sent, and fails at the first word of what its seat may not see.</summary>
internal sealed class Spy(int seat) : IStateVisitor
{
    private const int CardTable = 1;
    private const int ViewColumn = 0;
    private const int ValueColumn = 2;

    private readonly Dictionary<long, long[]> cards = [];
    private long[]? card;

    /// <summary>The seat; −1 for a watcher.</summary>
    internal int Seat { get; set; } = seat;

    /// <summary>Cards that were seen, over and over.</summary>
    internal int Seen { get; private set; }

    internal void Read(IEnumerable<ServerFrame> frames)
    {
        foreach (var frame in frames)
        {
            switch (frame)
            {
                case JoinedFrame joined:
                    Seat = joined.Seat;
                    break;
                case FullFrame full:
                    cards.Clear();
                    Read(full.Tables);
                    break;
                case DeltaFrame delta:
                    Read(delta.Tables);
                    break;
            }
        }
    }

    void IStateVisitor.Remove(int table, long key) =>
        Assert.True(table != CardTable || cards.Remove(key), $"Seat {Seat} was told of card {key}, which it never saw.");

    void IStateVisitor.BeginRow(int table, long key, uint mask)
    {
        if (table == CardTable && !cards.TryGetValue(key, out card))
        {
            // A card that it may see comes whole, but for columns that are 0. So does its value, which never is and never changes: without
            // it this is a part of one that it was not shown.
            Assert.True((mask & 1u << ValueColumn) != 0, $"Seat {Seat} was told a part ({mask:b}) of card {key}, which it never saw.");
            cards.Add(key, card = new long[4]);
        }
    }

    void IStateVisitor.Int(int column, long value) => card?[column] = value;

    void IStateVisitor.Text(int column, string value)
    {
    }

    void IStateVisitor.EndRow()
    {
        if (card is not null)
        {
            Seen++;
            var (view, value) = (card[ViewColumn], card[ValueColumn]);
            Assert.True(view == 0 || (Seat >= 0 && view == Seat + 1), $"Seat {Seat} was shown a {value} that is for view {view}.");
        }

        card = null;
    }

    private void Read(ReadOnlyMemory<byte> tables)
    {
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, this);
    }
}
