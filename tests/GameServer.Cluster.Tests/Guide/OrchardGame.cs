using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Guide;

public sealed class OrchardGame : Game
{
    private const int Size = 100;

    private readonly Table<Picker> pickers;
    private readonly Table<Apple> apples;
    private readonly Table<Purse> purses;

    public OrchardGame()
    {
        pickers = Replicated<Picker>(Picker.Schema);
        apples = Replicated<Apple>(Apple.Schema);
        purses = Hidden<Purse>(Purse.Schema);
    }

    public override GameSettings Settings { get; } = new()
    {
        Kind = "orchard",
        TickRate = 10,
        Seats = 8,
        Grace = TimeSpan.FromSeconds(20),
    };

    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        var picker = pickers.Add(seat.Index);
        picker.Name = seat.Name;
        picker.X = room.Chance.Next(Size);
        picker.Y = room.Chance.Next(Size);
        purses.Add(seat.Index);
        return null;
    }

    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason)
    {
        pickers.Remove(seat.Index);
        purses.Remove(seat.Index);
    }

    public override void OnInput(RoomContext room, Seat seat, Payload input)
    {
        var picker = pickers[seat.Index];
        picker.X = Math.Clamp(picker.X + (int)input[0].AsInteger(-1, 1), 0, Size - 1);
        picker.Y = Math.Clamp(picker.Y + (int)input[1].AsInteger(-1, 1), 0, Size - 1);
    }

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        if (name != "hide")
        {
            return base.OnCommand(room, seat, name, arguments);
        }

        var amount = (int)arguments["apples"].AsInteger(1, 1000);
        var picker = pickers[seat.Index];
        if (amount > picker.Apples)
        {
            return CommandReply.Refuse("too_few", "You do not have that many apples.");
        }

        picker.Apples -= amount;
        purses[seat.Index].Apples += amount;
        room.EmitTo("hidden", Payload.Map(("total", purses[seat.Index].Apples)), seat.Index);
        return CommandReply.With(picker.Apples);
    }

    public override void OnTick(RoomContext room)
    {
        if (room.Tick % room.Settings.TickRate == 0 && apples.Count < 20)
        {
            var apple = apples.Add(room.NextId());
            apple.X = room.Chance.Next(Size);
            apple.Y = room.Chance.Next(Size);
        }

        foreach (var apple in apples)
        {
            foreach (var picker in pickers)
            {
                if (picker.X == apple.X && picker.Y == apple.Y)
                {
                    picker.Apples++;
                    apples.Remove(apple);
                    room.Emit("picked", Payload.Map(("seat", picker.Key), ("apple", apple.Key)));
                    break;
                }
            }
        }
    }
}
