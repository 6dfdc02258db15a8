using CsCheck;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Replication;

namespace GameServer.Cluster.Tests.Pieces;

public sealed class PieceGatheringTests
{
    // Of each sender the sizes of its messages, and by which piece of all of them (modulo their number) something is lost; -1 for none.
    private static readonly Gen<(int[] Sizes, int Lost)> genSender = Gen.Select(Gen.Int[0, 5 * ReplicaPieces.Bytes].Array[1, 5], Gen.Int[-1, 20]);

    [Fact]
    public void Messages_come_out_as_they_were_whoever_sends_in_between_and_those_that_lost_a_piece_do_not() => Gen
        .Select(genSender.Array[1, 4], Gen.Int)
        .Sample((senders, seed) =>
        {
            var random = new Random(seed);
            var ways = senders.Select(sender => new Way(sender.Sizes, sender.Lost, random)).ToArray();
            var gathering = new PieceGathering<int>();
            var came = ways.Select(_ => new List<byte[]>()).ToArray();
            while (ways.Any(way => way.Pieces.Count > 0))
            {
                var from = random.Next(ways.Length);
                if (ways[from].Pieces.TryDequeue(out var piece) && gathering.TryTake(from, piece, out var whole) && whole is { } message)
                {
                    came[from].Add(message.ToArray());
                }
            }

            for (var from = 0; from < ways.Length; from++)
            {
                Assert.Equal(ways[from].Expected.Count, came[from].Count);
                for (var i = 0; i < came[from].Count; i++)
                {
                    Assert.True(ways[from].Expected[i].AsSpan().SequenceEqual(came[from][i]));
                }
            }
        },
        iter: 300);

    [Fact]
    public void What_is_held_has_a_bound_whatever_comes_and_the_message_that_waited_longest_goes() => Gen
        .Select(Gen.Int[0, 40], Gen.Int[0, 3], Gen.Int[-1, 130], Gen.Int[-1, 130])
        .Array[0, 600]
        .Sample(pieces =>
        {
            var gathering = new PieceGathering<int>();
            foreach (var (sender, transfer, index, count) in pieces)
            {
                gathering.TryTake(sender, new MessagePiece("room", transfer, index, count, "rs2", new byte[1]), out _);
                Assert.InRange(gathering.Held, 0, MessagePiece.MostOf);
            }
        },
        iter: 100);

    [Fact]
    public void The_newest_of_too_many_messages_comes_through()
    {
        var gathering = new PieceGathering<int>();
        for (var sender = 0; sender <= MessagePiece.MostOf; sender++)
        {
            Assert.True(gathering.TryTake(sender, Piece(1, 0, 2), out _));
        }

        Assert.False(gathering.TryTake(0, Piece(1, 1, 2), out _));
        Assert.True(gathering.TryTake(1, Piece(1, 1, 2), out var whole));
        Assert.Equal(2, whole!.Value.Length);
    }

    [Fact]
    public void A_message_takes_the_place_of_the_one_before_of_its_sender()
    {
        var gathering = new PieceGathering<int>();
        Assert.True(gathering.TryTake(0, Piece(1, 0, 3), out _));
        Assert.True(gathering.TryTake(0, Piece(2, 0, 3), out _));
        Assert.True(gathering.TryTake(0, Piece(2, 1, 3), out _));
        Assert.False(gathering.TryTake(0, Piece(1, 2, 3), out _));
        // Which gave up the other too: there is one connection, so it had lost its end.
        Assert.False(gathering.TryTake(0, Piece(2, 2, 3), out var whole));
        Assert.Null(whole);
    }

    [Fact]
    public void A_piece_that_is_too_large_or_of_too_many_is_refused()
    {
        var gathering = new PieceGathering<int>();
        Assert.False(gathering.TryTake(0, Piece(1, 0, MessagePiece.MostOf + 1), out _));
        Assert.False(gathering.TryTake(0, Piece(1, 0, 0), out _));
        Assert.False(gathering.TryTake(0, Piece(1, 0, 2) with { Bytes = new byte[ReplicaPieces.Bytes + 1] }, out _));
        Assert.Equal(0, gathering.Held);
    }

    private static MessagePiece Piece(long transfer, int index, int count) => new("room", transfer, index, count, "rs2", new byte[1]);

    /// <summary>What a sender sends, without the piece that is lost.</summary>
    private sealed class Way
    {
        public Way(int[] sizes, int lost, Random random)
        {
            var all = new List<(int Message, MessagePiece Piece)>();
            var messages = new List<byte[]>();
            for (var i = 0; i < sizes.Length; i++)
            {
                var bytes = new byte[sizes[i]];
                random.NextBytes(bytes);
                messages.Add(bytes);
                all.AddRange(LargeMessages.Cut("room", i + 1, "rs2", bytes).Select(piece => (i, piece)));
            }

            var gone = lost < 0 ? -1 : lost % all.Count;
            Pieces = new(all.Where((_, at) => at != gone).Select(piece => piece.Piece));
            Expected = [.. messages.Where((_, message) => gone < 0 || all[gone].Message != message)];
        }

        public Queue<MessagePiece> Pieces { get; }

        public List<byte[]> Expected { get; }
    }
}
