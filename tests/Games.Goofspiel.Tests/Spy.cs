using GameServer.Protocol;
using MessagePack;

namespace Games.Goofspiel.Tests;

/// <summary>Reads everything that one client is sent, and fails at the first word of what its seat may not see.</summary>
internal sealed class Spy(int seat) : IStateVisitor
{
    private const int CardTable = 1;

    private readonly Dictionary<long, long[]> cards = [];
    private long[]? card;

    /// <summary>The seat; −1 for a watcher.</summary>
    internal int Seat { get; set; } = seat;

    /// <summary>Cards that were seen, over and over.</summary>
    internal int Seen { get; private set; }

    /// <summary>The values of the cards that it holds.</summary>
    internal IEnumerable<long> Hand => cards.Values.Where(held => held[1] == Seat).Select(held => held[2]);

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
            Assert.True(card[0] == 0 || (Seat >= 0 && card[0] == Seat + 1), $"Seat {Seat} was shown a {card[2]} that is for view {card[0]}.");
        }

        card = null;
    }

    private void Read(ReadOnlyMemory<byte> tables)
    {
        var reader = new MessagePackReader(tables);
        StateCodec.ReadTables(ref reader, this);
    }
}
