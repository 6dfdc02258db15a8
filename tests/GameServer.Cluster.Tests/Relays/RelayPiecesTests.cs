using Akka.Actor;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Serialization;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Relays;

/// <summary>What a room tells a relay of another node comes in pieces if it is large.</summary>
public sealed class RelayPiecesTests : RelayTest
{
    private static readonly string text = new('x', 900);
    private readonly ClusterMessageSerializer serializer;
    private long transfers;

    public RelayPiecesTests() => serializer = new ClusterMessageSerializer((ExtendedActorSystem)Sys);

    [Fact]
    public void A_snapshot_and_the_envelopes_after_it_are_taken_as_if_they_had_come_whole()
    {
        Add(Seat(0, attach: 1, tick: 5));
        Come(Pieces(Full(tick: 100)));
        Assert.Equal(100, Assert.Single(Frames().OfType<FullFrame>()).Tick);
        Come(Pieces(new RoomEnvelope(RoomId, "epoch", 1, Body(101, Event(101, new string('y', 100_000))))));
        Envelope(2, 102, [Event(102, "two")]);
        var frames = Frames();
        Assert.Equal([101L, 102], frames.OfType<EventsFrame>().SelectMany(frame => frame.Events).Select(made => made.Offset));
        Assert.Empty(frames.OfType<ResyncFrame>());
        Assert.False(Rooms.HasMessages);
    }

    [Fact]
    public void Relay_does_not_ask_again_while_its_answer_comes_and_does_when_that_stops()
    {
        foreach (var piece in Pieces(Full(tick: 100)).SkipLast(1))
        {
            Come(piece);
            Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        }

        Assert.False(Rooms.HasMessages);
        Time.Advance(TimeSpan.FromMilliseconds(100), 20);
        Rooms.ExpectMsg<SubscribeRelay>();

        // What comes then takes the place of what came before.
        Add(null);
        Come(Pieces(Full(tick: 200)));
        Assert.Equal(200, Assert.Single(Frames().OfType<FullFrame>()).Tick);
    }

    [Fact]
    public void Envelopes_that_come_for_a_relay_that_lost_track_do_not_keep_it_from_asking()
    {
        Snapshot(tick: 10);
        Envelope(2, 12);
        Rooms.ExpectMsg<SubscribeRelay>();
        for (var n = 3; n < 6; n++)
        {
            Come(Pieces(new RoomEnvelope(RoomId, "epoch", n, Body(10 + n, Event(1, new string('y', 100_000))))));
            Time.Advance(TimeSpan.FromMilliseconds(50), 20);
        }

        Time.Advance(TimeSpan.FromMilliseconds(50), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
    }

    [Fact]
    public void A_snapshot_that_lost_a_piece_is_asked_for_again()
    {
        Add(null);
        Come(Pieces(Full(tick: 100)).Where(piece => piece.Index != 1).ToArray());
        Assert.Empty(Frames());
        Time.Advance(TimeSpan.FromMilliseconds(200), 20);
        Rooms.ExpectMsg<SubscribeRelay>();
        Come(Pieces(Full(tick: 104)));
        Assert.Equal(104, Assert.Single(Frames().OfType<FullFrame>()).Tick);
    }

    [Fact]
    public void Pieces_that_make_nothing_that_can_be_read_are_dropped()
    {
        var pieces = Pieces(Full(tick: 100));
        pieces[1] = pieces[1] with { Bytes = new byte[10] };
        Come(pieces);
        Assert.Contains(RoomId, Assert.Single(Entries.At(LogLevel.Error)), StringComparison.Ordinal);
        Come(Pieces(Full(tick: 104)));
        Add(null);
        Assert.Equal(104, Assert.Single(Frames().OfType<FullFrame>()).Tick);
    }

    private static RelaySubscribed Full(long tick) =>
        SnapshotOf(tick, events: [.. Enumerable.Range(1, 100).Select(offset => Event(offset, text))]);

    private static EnvelopeBody Body(long tick, RoomEvent made) => new(tick - 1, tick, Tables(tick), [], [made], [], [], []);

    private MessagePiece[] Pieces(IClusterMessage message)
    {
        MessagePiece[] pieces =
            [.. LargeMessages.Cut(RoomId, ++transfers, serializer.Manifest(message), serializer.ToBinary(message))];
        Assert.True(pieces.Length >= 3);
        return pieces;
    }

    private void Come(params MessagePiece[] pieces)
    {
        foreach (var piece in pieces)
        {
            Relay.Tell(piece, Rooms);
        }
    }
}
