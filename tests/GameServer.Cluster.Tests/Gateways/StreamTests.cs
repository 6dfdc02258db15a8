using System.Text;
using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Gateways;

public sealed class StreamTests : NodeTest
{
    private HttpPlayer Ann()
    {
        var ann = new HttpPlayer(Server, "ann");
        ann.Seat("join", () => Ticks(1));
        return ann;
    }

    private static IReadOnlyList<ServerFrame> Take(HttpPlayer player, Outbox outbox, out RoomPosition position)
    {
        var bytes = outbox.Take(out position).ToArray();
        outbox.Sent();
        return player.Read(bytes, FrameEncoding.Text);
    }

    [Fact]
    public void Stream_goes_on_where_the_join_ended_and_tells_its_position()
    {
        var ann = Ann();
        var bob = Seated("bob");
        var (outbox, opened) = ann.Stream();
        Assert.NotNull(opened.Answer.Session);
        bob.Command(1, "say", "hello");
        Ticks(1);
        var frames = Take(ann, outbox, out var position);
        Assert.DoesNotContain(frames, frame => frame is JoinedFrame or ResyncFrame);
        Assert.Equal("said", ann.Events[^1].Name);
        Assert.Equal((ann.Cursor!.Value.EpochId, ann.Cursor.Value.Offset, ann.Cursor.Value.Baseline), (position.EpochId, position.Offset, position.Tick));
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
    }

    [Fact]
    public void Answers_come_with_the_send_and_not_on_the_stream()
    {
        var ann = Ann();
        var (outbox, _) = ann.Stream();
        var send = ann.Send(HttpPlayer.Command(1, "total", 4));
        Ticks(1);
        Assert.Single(ann.Read(send).OfType<AnswerFrame>());
        Ticks(2);
        Assert.DoesNotContain("answer", Encoding.UTF8.GetString(outbox.Take().Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Seat_lives_on_an_open_stream_and_is_away_some_time_after_it_ended()
    {
        var ann = Ann();
        var (outbox, opened) = ann.Stream();
        var bob = Seated("bob");
        for (var i = 0; i < 10; i++)
        {
            Pass(TimeSpan.FromSeconds(4));
            bob.Send(new PingFrame(null, i));
            bob.Skim();
            Take(ann, outbox, out _);
        }

        Assert.Equal(0L, bob.Copy.Rows("counters").Single(row => row.Values.Contains("ann")).Values[1]);
        opened.Answer.Session!.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
        for (var i = 0; i < 4; i++)
        {
            Pass(TimeSpan.FromSeconds(4.5));
            bob.Send(new PingFrame(null, i));
            bob.Skim();
        }

        Assert.Equal(1L, bob.Copy.Rows("counters").Single(row => row.Values.Contains("ann")).Values[1]);
    }

    [Fact]
    public void Ticket_opens_one_stream()
    {
        var ann = Ann();
        var ticket = new StreamTicket("t-1", Server.Services.Time.GetUtcNow().AddSeconds(30));
        Assert.NotNull(ann.Stream(ticket).Opened.Answer.Session);
        Assert.Equal("bad_ticket", ann.Stream(ticket).Opened.Answer.Refusal!.Code);
        var late = new StreamTicket("t-2", Server.Services.Time.GetUtcNow().AddSeconds(-1));
        Assert.Equal("bad_ticket", ann.Stream(late).Opened.Answer.Refusal!.Code);
    }

    [Fact]
    public void Streams_of_a_node_that_goes_away_are_told_to_come_back_within_its_time()
    {
        var ann = Ann();
        Server.Sessions.Tell(new DrainSessions(TimeSpan.FromSeconds(300)), ActorRefs.NoSender);
        var refusals = Enumerable.Range(0, 50).Select(_ => ann.Stream().Opened.Answer.Refusal!).ToArray();
        Assert.All(refusals, refusal => Assert.Equal(GoAwayCodes.ShuttingDown, refusal.Code));
        Assert.All(refusals, refusal => Assert.InRange(refusal.RetryAfter, 1, 300_001));
        Assert.Contains(refusals, refusal => refusal.RetryAfter > 100_000);
    }

    [Fact]
    public void Stream_without_a_seat_is_refused()
    {
        var ann = Ann();
        var eve = new HttpPlayer(Server, "eve");
        eve.StartAt(ann.RoomId, ann.Cursor!.Value, ann.Copy);
        eve.Attach = ann.Attach;
        Assert.Equal(ErrorCodes.NotJoined, eve.Stream().Opened.Answer.Refusal!.Code);
        eve.StartAt("0123456789", ann.Cursor!.Value, ann.Copy);
        var nowhere = eve.Stream().Opened;
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(ErrorCodes.RoomGone, nowhere.Answer.Refusal!.Code);
    }

    [Fact]
    public void Stream_hears_that_its_seat_was_taken_over_and_ends()
    {
        var ann = Ann();
        var (outbox, _) = ann.Stream();
        Connect("ann").Room(ann.RoomId);
        Ticks(1);
        var frames = Take(ann, outbox, out _);
        Assert.Equal(LeftCodes.TakenOver, frames.OfType<LeftFrame>().Single().Code);
        Assert.NotNull(outbox.Closing);
    }

    [Fact]
    public void Stream_goes_on_when_its_relay_was_lost()
    {
        var ann = Ann();
        var bob = Seated("bob");
        var (outbox, _) = ann.Stream();
        Ticks(1);
        Take(ann, outbox, out _);
        foreach (var relay in Relays())
        {
            Sys.Stop(relay);
        }

        bob.Command(1, "say", "still here");
        Ticks(25);
        Take(ann, outbox, out _);
        Take(ann, outbox, out _);
        Assert.Equal("said", ann.Events[^1].Name);
        bob.Skim();
        Assert.Equal(bob.Copy.Describe(), ann.Copy.Describe());
    }

    private IEnumerable<IActorRef> Relays() => ((ActorRefWithCell)Server.Relays).Children;
}
