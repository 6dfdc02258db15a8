using System.Diagnostics;
using GameServer.Protocol;
using GameServer.Rooms;
using Xunit.Abstractions;

namespace Games.Messenger.Tests;

/// <summary>A conversation with as much in it as it keeps, of letters that take most bytes.</summary>
public sealed class FullConversationTests(ITestOutputHelper output)
{
    private const int MostBytes = 1_200_000;

    [Fact]
    public void All_that_is_kept_of_a_conversation_has_a_bound_in_bytes_and_comes_again_from_them()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var room = RoomMachine.Create(new TalkGame(), Identity, 1, Payload.Nil);
        var seats = new List<(int Seat, long Attach)>();
        foreach (var player in (string[])[new string('1', 32), new string('2', 32)])
        {
            room.OfferJoin(player, player[..8], $"join {player}", Payload.Nil);
            var joined = Assert.Single(room.Step().Joins);
            seats.Add((joined.Seat, joined.Attach));
        }

        const int most = MessengerRules.KeptMessages + MessengerRules.EarlierMessages;
        var text = new string('\u8a9e', MessengerRules.EarlierLength / MessengerRules.EarlierMessages);
        for (var n = 1; n <= most / 2; n++)
        {
            foreach (var (seat, attach) in seats)
            {
                room.OfferCommand(seat, attach, 1, n, "say", Payload.Map(("text", text)));
                room.OfferAcknowledge(seat, attach, 1, n - 1);
            }

            for (var tick = 0; tick < MessengerRules.PaceTicks; tick++)
            {
                room.Step();
            }

            foreach (var letter in room.Letters.ToArray())
            {
                room.OfferMailSettled(letter.To, letter.N);
            }
        }

        var watch = Stopwatch.StartNew();
        var image = room.Save();
        var (took, memory) = (watch.Elapsed, GC.GetTotalMemory(forceFullCollection: true) - before - image.Length);
        output.WriteLine($"{most} messages: {image.Length:N0} bytes, written in {took.TotalMilliseconds:N1} ms, {memory:N0} bytes in memory");
        Assert.InRange(image.Length, MostBytes * 3 / 4, MostBytes);
        Assert.Equal(room.Hash(), RoomMachine.Restore(new TalkGame(), Identity, image).Hash());
    }

    private static RoomIdentity Identity { get; } = new(Conversations.TalkOf(new string('1', 32), new string('2', 32)), TalkGame.Kind, true);
}
