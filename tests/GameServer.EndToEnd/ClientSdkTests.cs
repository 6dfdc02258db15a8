using GameServer.Client;
using GameServer.Protocol;

namespace GameServer.EndToEnd;

[Collection(nameof(Connecting))]
public sealed class ClientSdkTests(ServerProcess server)
{
    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public async Task A_dotnet_client_joins_flies_and_talks(FrameEncoding encoding)
    {
        await using var client = await GameClient.ConnectAsync(new GameClientOptions
        {
            BaseAddress = server.Address,
            PlayerName = "Castor",
            Encoding = encoding,
        });
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var room = await client.JoinAsync(new JoinOptions(JoinBy.Quick, "arena")
        {
            OnEvent = (_, told) =>
            {
                if (told.Name == "said" && told.Payload["name"].AsText(16) == "Castor")
                {
                    said.TrySetResult(told.Payload["text"].AsText(200));
                }
            },
        });
        var ship = await ShipAsync(room);
        await Until.HoldsAsync("the ship has flown", () =>
        {
            room.SendInput(Payload.Array(1, -1));
            return Task.FromResult(room.ReadState(state => Find(state, room.Seat) is { } now
                && Math.Abs(now.Int("x") - ship.X) + Math.Abs(now.Int("y") - ship.Y) > 200));
        });

        var answer = await room.CommandAsync("say", Payload.Map(("text", "hello from .NET")));

        Assert.True(answer.Accepted, answer.ToString());
        Assert.Equal("hello from .NET", await said.Task.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.InRange((await room.PingAsync()).TotalSeconds, 0, 10);
        await room.LeaveAsync();
        Assert.Equal(LeftCodes.Left, room.Ending!.Code);
    }

    private static async Task<(long X, long Y)> ShipAsync(GameRoom room)
    {
        (long X, long Y)? found = null;
        await Until.HoldsAsync("the ship is there", () =>
        {
            found = room.ReadState<(long, long)?>(state =>
                Find(state, room.Seat) is { } ship ? (ship.Int("x"), ship.Int("y")) : null);
            return Task.FromResult(found is not null);
        });
        return found!.Value;
    }

    private static Row? Find(RoomState state, int seat) =>
        state.TryGet("ships", out var ships) ? ships.Rows.FirstOrDefault(row => row.Int("seat") == seat) : null;
}
