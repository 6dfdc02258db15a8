using Akka.Actor;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Gateways;

/// <summary>Those who are no players watch public rooms.</summary>
public sealed class PublicStreamTests : NodeTest
{
    public PublicStreamTests() => Settings = Settings with { Public = true, EmptyFor = TimeSpan.FromSeconds(10) };

    private HttpPlayer Nobody(string roomId) => new(Server, "", FrameEncoding.Text) { RoomId = roomId };

    private static IReadOnlyList<ServerFrame> Take(HttpPlayer reader, Outbox outbox)
    {
        var bytes = outbox.Take(out _).ToArray();
        outbox.Sent();
        return bytes.Length == 0 ? [] : reader.Read(bytes, FrameEncoding.Text);
    }

    [Fact]
    public void A_public_room_lives_as_long_as_it_is_watched()
    {
        var ann = Seated("ann", out var joined);
        var (_, opened) = Nobody(joined.RoomId).Stream();
        ann.Send(new LeaveFrame(1));
        Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(1, Server.RoomCount.Count);
        opened.Answer.Session!.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
        Pass(TimeSpan.FromSeconds(25));
        Assert.Equal(0, Server.RoomCount.Count);
    }

    [Fact]
    public void A_public_room_lives_as_long_as_it_is_polled_now_and_then()
    {
        var ann = Seated("ann", out var joined);
        ann.Send(new LeaveFrame(1));
        var poller = new HttpPlayer(Server, "eve") { RoomId = joined.RoomId };
        for (var i = 0; i < 20; i++)
        {
            Pass(TimeSpan.FromSeconds(2));
            poller.Read(poller.Poll());
        }

        Assert.Equal(1, Server.RoomCount.Count);
    }

    [Fact]
    public void Nobody_watches_a_room_that_is_not_public()
    {
        Settings = CounterGame.Defaults;
        Seated("ann", out var joined);
        Assert.Equal(ErrorCodes.WatchRefused, Nobody(joined.RoomId).Stream().Opened.Answer.Refusal!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_begins_a_standing_room_if_and_only_if_it_is_public(bool isPublic)
    {
        Settings = Settings with { Public = isPublic, Standing = new StandingRooms(name => name == "lounge") };
        var (outbox, opened) = Nobody("counter.lounge").Stream();
        Ticks(1);
        Assert.Equal(isPublic ? 1 : 0, Server.RoomCount.Count);
        Assert.Equal(isPublic, opened.Answer.Session is not null);
        Assert.Equal(isPublic, outbox.Waiting > 0);
    }

    [Fact]
    public void A_reader_that_wishes_one_update_a_second_gets_the_newest_once_a_second()
    {
        var ann = Seated("ann", out var joined);
        var watcher = Nobody(joined.RoomId);
        var (outbox, _) = watcher.Stream(rate: 1);
        Take(watcher, outbox);
        var updates = 0;
        for (var i = 1; i <= 10 * TickRate; i++)
        {
            ann.Send(new InputFrame(1, i, 1));
            Ticks(1);
            var frames = Take(watcher, outbox);
            updates += frames.OfType<DeltaFrame>().Count();
            if (frames.Count > 0)
            {
                ann.Skim();
                Assert.Equal(ann.Copy.Describe(), watcher.Copy.Describe());
            }
        }

        Assert.InRange(updates, 9, 11);
    }
}
