using CsCheck;

namespace GameServer.Rooms.Tests.Mails;

/// <summary>Mail over a network that loses, repeats and reorders, between rooms that die and come back.</summary>
public sealed class MailDeliveryTests
{
    [Fact]
    public void Every_letter_is_taken_once_and_in_order_whatever_is_lost_repeated_or_dies() => Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Happening.Tick)),
            (4, Gen.Const(Happening.Store)),
            (4, Gen.Const(Happening.Release)),
            (3, Gen.Const(Happening.Send)),
            (12, Gen.Const(Happening.Deliver)),
            (3, Gen.Const(Happening.DeliverAndKeep)),
            (3, Gen.Const(Happening.Lose)),
            (1, Gen.Const(Happening.Crash))),
        Gen.Int[0, 10_000]).Array[0, 500].Sample(
            script =>
            {
                var network = new List<OnItsWay>();
                MailedRoom[] rooms = [.. PenPal.Rooms.Select((_, index) => new MailedRoom(index, (ulong)index + 1, network))];
                foreach (var (happening, choice) in script)
                {
                    Happen(happening, choice, rooms[choice % rooms.Length], rooms, network);
                }

                Settle(rooms, network);
                for (var from = 0; from < rooms.Length; from++)
                {
                    foreach (var to in rooms[from].Game.Correspondents)
                    {
                        var taken = rooms[(int)to.Key].Game.Correspondents[from];
                        Assert.Equal((to.Written, 0), (taken.Taken, taken.Wrong));
                        Assert.True(to.Written > 0);
                    }
                }
            },
            iter: 200);

    private enum Happening
    {
        Tick,
        Store,
        Release,
        Send,
        Deliver,
        DeliverAndKeep,
        Lose,
        Crash,
    }

    private static void Happen(Happening happening, int choice, MailedRoom room, MailedRoom[] rooms, List<OnItsWay> network)
    {
        switch (happening)
        {
            case Happening.Tick:
                room.Tick();
                break;
            case Happening.Store:
                room.Store();
                break;
            case Happening.Release:
                room.Release();
                break;
            case Happening.Send:
                room.Send();
                break;
            case Happening.Crash:
                room.Crash();
                break;
            case Happening.Deliver or Happening.DeliverAndKeep or Happening.Lose when network.Count > 0:
                var index = choice % network.Count;
                var arrived = network[index];
                if (happening != Happening.DeliverAndKeep)
                {
                    network.RemoveAt(index);
                }

                if (happening != Happening.Lose)
                {
                    rooms[arrived.To].Receive(arrived);
                }

                break;
        }
    }

    /// <summary>Everything works from now on, until nothing is on its way.</summary>
    private static void Settle(MailedRoom[] rooms, List<OnItsWay> network)
    {
        for (var round = 0; rooms.Any(room => !room.Game.HasWritten || room.Machine.Letters.Count > 0); round++)
        {
            Assert.True(round < 1000, "Mail is still on its way.");
            foreach (var arrived in network.ToArray())
            {
                network.Remove(arrived);
                rooms[arrived.To].Receive(arrived);
            }

            foreach (var room in rooms)
            {
                room.Tick();
                room.Store();
                room.Release();
                room.Send();
            }
        }
    }
}
