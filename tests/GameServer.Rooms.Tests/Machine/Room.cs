using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

/// <summary>Short words for what tests do to a room.</summary>
internal static class Room
{
    public static RoomIdentity Identity { get; } = new("0123456789", "counter", IsPrivate: false);

    public static RoomMachine Of(Game game, ulong seed = 42) => RoomMachine.Create(game, Identity, seed, Payload.Nil);

    public static RoomMachine Counter(GameSettings? settings = null) => Of(new CounterGame(settings));

    public static RoomMachine Restored(Game game, ReadOnlyMemory<byte> checkpoint) => RoomMachine.Restore(game, Identity, checkpoint);

    public static JoinOutcome Join(this RoomMachine room, string player, Payload options = default)
    {
        Assert.True(room.OfferJoin(player, player, $"join of {player}", options));
        return room.Step().Joins[^1];
    }

    public static TickResult Steps(this RoomMachine room, int count)
    {
        var result = room.Step();
        for (var i = 1; i < count; i++)
        {
            result = room.Step();
        }

        return result;
    }

    public static CommandVerdict? Command(this RoomMachine room, JoinOutcome seat, long n, string name, Payload arguments = default, long stream = 1) =>
        room.OfferCommand(seat.Seat, seat.Attach, stream, n, name, arguments)?.Verdict;

    public static bool Input(this RoomMachine room, JoinOutcome seat, long n, int add) =>
        room.OfferInput(seat.Seat, seat.Attach, n, Payload.Map(("add", add)));

    public static Seat SeatOf(this RoomMachine room, string player) => room.OccupiedSeats.Single(seat => seat.PlayerId == player);
}
