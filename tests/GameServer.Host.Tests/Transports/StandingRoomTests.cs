using GameServer.Cluster;
using GameServer.Cluster.Tests;
using GameServer.Host.Tests.Contract;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Host.Tests.Transports;

public sealed class StandingRoomTests
{
    private const string Lounge = "counter.lounge";

    [Fact]
    public async Task All_transports_lead_into_the_same_room_by_its_name()
    {
        await using var server = await CounterServer.StartAsync(
            new RoomRecords(),
            CounterGame.Defaults with { Standing = new StandingRooms(name => name == "lounge"), EmptyFor = TimeSpan.FromMinutes(1) },
            new NodeLimits());
        using var watcher = new HttpPlayer(server);
        using var streamed = await EventStream.ReadAsync(await StreamAsync(watcher, Lounge));
        await streamed.FrameAsync<FullFrame>();

        await using var ann = await RawClient.ConnectAsync(server);
        await ann.SendAsync(new JoinFrame(1, "ann", JoinBy.Room, Lounge, false, 0, null, Payload.Nil));
        var seated = await ann.NextAsync<JoinedFrame>();
        using var bob = new HttpPlayer(server);
        await bob.JoinArenaAsync(HttpPlayer.Join(Lounge, JoinBy.Room));

        Assert.Equal((Lounge, seated.EpochId), (bob.Joined.RoomId, bob.Joined.EpochId));
        await ann.SendAsync(new CommandFrame(1, 1, 1, "say", "hello"));
        EventItem told;
        do
        {
            told = (await streamed.FrameAsync<EventsFrame>()).Events[^1];
        }
        while (told.Name != "said");
        Assert.Equal("hello", told.Payload["text"].AsText(10));
        using var nowhere = await StreamAsync(watcher, "counter.attic");
        await HttpPlayer.AssertProblemAsync(nowhere, 409, ErrorCodes.RoomGone);
    }

    private static Task<HttpResponseMessage> StreamAsync(HttpPlayer player, string roomId) => player.AskAsync(
        new HttpRequestMessage(HttpMethod.Get, $"/sse?room={roomId}&attach=0") { Headers = { { "Accept", "text/event-stream" } } });
}
