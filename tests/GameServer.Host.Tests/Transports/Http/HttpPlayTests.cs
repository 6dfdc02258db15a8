using System.Net;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>Whole games over plain requests, against the real server.</summary>
[Collection(SharedServerTests.Name)]
public sealed class HttpPlayTests(SharedServer shared)
{
    [Theory]
    [InlineData(FrameEncoding.Text)]
    [InlineData(FrameEncoding.Binary)]
    public async Task A_player_joins_polls_and_is_answered(FrameEncoding encoding)
    {
        using var player = new HttpPlayer(shared.Server, encoding);
        var first = await player.JoinArenaAsync();
        Assert.Contains(first, frame => frame is FullFrame);
        using (var polled = await player.PollAsync())
        {
            Assert.Equal("no-store", polled.Headers.CacheControl!.ToString());
            Assert.Contains(await player.TakeAsync(polled), frame => frame is FullFrame);
        }

        using var said = await player.SayAsync(
            new InputFrame(5, player.Joined.Input + 1, Payload.Nil), new CommandFrame(5, 99, 1, "say", Payload.Map(("text", "hi"))),
            new PingFrame(5, 7), new PingFrame(null, 8));
        var answers = await player.FramesAsync(said);
        Assert.Equal((5, 99L, 1L), answers.OfType<AnswerFrame>().Select(answer => (answer.Handle, answer.Stream, answer.N)).Single());
        Assert.Equal([8L, 7L], answers.OfType<PongFrame>().OrderBy(pong => pong.Handle).Select(pong => pong.Nonce));

        using var next = await player.PollAsync(wait: 10);
        Assert.Contains(await player.TakeAsync(next), frame => frame is DeltaFrame);
        Assert.StartsWith($"{player.Joined.Epoch},{player.Joined.EpochId},", player.Cursor);
    }

    [Fact]
    public async Task A_join_and_a_command_whose_answers_were_lost_are_asked_for_again_and_count_once()
    {
        using var player = new HttpPlayer(shared.Server);
        var join = HttpPlayer.Join("arena");
        await player.JoinArenaAsync(join);
        var joined = player.Joined;
        await player.JoinArenaAsync(join);
        Assert.Equal((joined.RoomId, joined.Seat, joined.Attach), (player.Joined.RoomId, player.Joined.Seat, player.Joined.Attach));

        var chat = new CommandFrame(0, 5, 1, "say", Payload.Map(("text", "once")));
        using var first = await player.SayAsync(chat);
        using var again = await player.SayAsync(chat);
        var answer = (await player.FramesAsync(first)).OfType<AnswerFrame>().Single();
        var repeated = (await player.FramesAsync(again)).OfType<AnswerFrame>().Single();
        Assert.Equal((answer.N, answer.Code), (repeated.N, repeated.Code));

        // From the join's offset on, the word is there exactly once.
        using var poll = await player.GetAsync($"/poll?{player.Seat}&cursor={joined.Epoch},{joined.EpochId},{joined.Offset},0");
        var events = (await player.TakeAsync(poll)).OfType<EventsFrame>().SelectMany(frame => frame.Events);
        Assert.Single(events, item => item.Name == "said" && item.Payload["text"].AsText(64) == "once");
    }

    [Fact]
    public async Task A_join_that_comes_twice_at_once_is_one_join()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        var resume = new JoinFrame(
            0, "twice", JoinBy.Room, player.Joined.RoomId, false, 0,
            new Cursor(player.Joined.Epoch, player.Joined.EpochId, player.Joined.Offset, 0, player.Joined.Attach), Payload.Nil);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => player.SendAsync("/send", resume)));
        var joined = new List<JoinedFrame>();
        foreach (var answer in answers)
        {
            joined.AddRange((await player.FramesAsync(answer)).OfType<JoinedFrame>());
            answer.Dispose();
        }

        Assert.Equal(8, joined.Count);
        Assert.Single(joined.Select(frame => frame.Attach).Distinct());
    }

    [Fact]
    public async Task A_poll_whose_answer_was_lost_is_made_again_with_the_same_cursor()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        using (var first = await player.PollAsync())
        {
            await player.TakeAsync(first);
        }

        var held = player.Cursor;
        using (var chat = await player.SayAsync(new CommandFrame(0, 5, 1, "say", Payload.Map(("text", "lost and found")))))
        {
            Assert.Single((await player.FramesAsync(chat)).OfType<AnswerFrame>());
        }

        using var lost = await player.PollAsync(wait: 10);
        using var again = await player.PollAsync(wait: 10);
        var events = (await player.TakeAsync(again)).OfType<EventsFrame>().Single();
        Assert.Equal(held.Split(',')[2], events.From.ToString());
        Assert.True(IsChat(events));
    }

    [Fact]
    public async Task Of_two_polls_of_a_session_at_once_the_older_is_told_that_there_is_a_newer_one_which_goes_on()
    {
        using var player = new HttpPlayer(shared.Server);
        // A talk in which nobody says anything has no news.
        await player.JoinArenaAsync(HttpPlayer.Join("chat", JoinBy.Create));
        while (true)
        {
            using var quiet = await player.PollAsync();
            await player.TakeAsync(quiet);
            if (quiet.StatusCode == HttpStatusCode.NoContent)
            {
                break;
            }
        }

        // Which of them comes first is the network's affair; the other is held.
        Task<HttpResponseMessage>[] polls = [player.PollAsync(wait: 15), player.PollAsync(wait: 15)];
        var first = await Task.WhenAny(polls);
        using var older = await first;
        await HttpPlayer.AssertProblemAsync(older, 409, "superseded");
        var newer = polls.Single(poll => poll != first);
        Assert.False(newer.IsCompleted);
        using (await player.SayAsync(new CommandFrame(0, 5, 1, "say", Payload.Map(("text", "news")))))
        {
        }

        using var answer = await newer;
        Assert.Contains(await player.TakeAsync(answer), frame => frame is EventsFrame or DeltaFrame);
    }

    [Fact]
    public async Task A_browsers_EventSource_opens_a_stream_with_a_ticket_and_comes_back_with_its_last_id()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        var ticket = await player.TicketAsync();
        Assert.InRange(ticket.ExpiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var address = $"/sse?room={player.Joined.RoomId}&ticket={ticket.Ticket}";
        string last;
        long tick;
        using (var stream = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, address)))
        {
            Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(
                ["no-store", "no-transform"], stream.Answer.Headers.CacheControl!.ToString().Split(", ").Order());
            Assert.Equal("no", stream.Answer.Headers.GetValues("X-Accel-Buffering").Single());
            Assert.Equal("open", (await stream.NextAsync())!.Name);
            Assert.Equal(1000, stream.Retry);
            await stream.FrameAsync<FullFrame>();
            tick = (await stream.FrameAsync<DeltaFrame>()).Tick;
            last = stream.Id;
        }

        using (var used = await EventStream.AskAsync(player.Http, address))
        {
            await HttpPlayer.AssertProblemAsync(used, 401, "bad_ticket");
        }

        // What was said while the stream was away comes with it, and the state goes on from where it was.
        using (await player.SayAsync(new CommandFrame(0, 5, 1, "say", Payload.Map(("text", "meanwhile")))))
        {
        }

        using var back = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, address, last));
        var seen = new List<ServerFrame>();
        while (seen.Count < 100 && !(seen.OfType<EventsFrame>().Any(IsChat) && seen.OfType<DeltaFrame>().Any()))
        {
            seen.AddRange(EventStream.Frames((await back.NextAsync("message")).Data));
        }

        Assert.Single(seen.OfType<EventsFrame>(), IsChat);
        Assert.DoesNotContain(seen, frame => frame is FullFrame or ResyncFrame);
        Assert.Equal(tick, seen.OfType<DeltaFrame>().First().From);
    }

    [Fact]
    public async Task A_stream_opened_with_a_token_starts_at_the_cursor()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        using (var first = await player.PollAsync())
        {
            await player.TakeAsync(first);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sse?{player.Seat}&cursor={player.Cursor}");
        request.Headers.Add("Accept", "text/event-stream");
        using var stream = await EventStream.ReadAsync(await player.AskAsync(request));
        var delta = await stream.FrameAsync<DeltaFrame>();
        Assert.Equal(player.Cursor.Split(',')[3], delta.From.ToString());
    }

    [Fact]
    public async Task After_leaving_the_stream_ends_and_who_connects_again_by_itself_is_stopped()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        var address = $"/sse?room={player.Joined.RoomId}&ticket={(await player.TicketAsync()).Ticket}";
        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, address));
        await stream.FrameAsync<FullFrame>();
        using (var left = await player.SayAsync(new LeaveFrame(3)))
        {
            Assert.Equal((3, LeftCodes.Left), (await player.FramesAsync(left)).OfType<LeftFrame>().Select(frame => (frame.Handle, frame.Code)).Single());
        }

        await stream.FrameAsync<LeftFrame>();
        await stream.NextAsync("end");
        Assert.Null(await stream.NextAsync());
        using var back = await EventStream.AskAsync(player.Http, address, stream.Id);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
    }

    [Fact]
    public async Task A_ping_without_a_room_is_answered()
    {
        using var player = new HttpPlayer(shared.Server);
        using var answer = await player.SendAsync("/send", new PingFrame(null, 42));
        Assert.Equal([new PongFrame(null, 42, null)], await player.FramesAsync(answer));
    }

    [Fact]
    public async Task A_polled_answer_names_its_node_and_has_no_headers_that_only_pages_need()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        using var poll = await player.PollAsync();
        Assert.Equal(
            ["Cache-Control", "Date", "X-Content-Type-Options", "X-Cursor", "X-Node"],
            poll.Headers.Select(header => header.Key).Order());
        Assert.NotEqual("", poll.Headers.GetValues("X-Node").Single());
        Assert.Equal("nosniff", poll.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Pages_of_listed_origins_may_use_all_of_it()
    {
        using var player = new HttpPlayer(shared.Server);
        foreach (var (path, method) in new[] { ("/send", "POST"), ("/poll", "GET"), ("/sse", "GET"), ("/api/tickets", "POST") })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Options, path);
            ask.Headers.Add("Origin", "https://pages.example.org");
            ask.Headers.Add("Access-Control-Request-Method", method);
            ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,last-event-id");
            using var may = await player.AskAsync(ask);
            Assert.Equal("https://pages.example.org", may.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains(method, may.Headers.GetValues("Access-Control-Allow-Methods").Single());
        }

        await player.JoinArenaAsync();
        using var poll = new HttpRequestMessage(HttpMethod.Get, $"/poll?{player.Seat}");
        poll.Headers.Add("Origin", "https://pages.example.org");
        using var polled = await player.AskAsync(poll);
        Assert.Equal("X-Cursor,X-Node,Retry-After", polled.Headers.GetValues("Access-Control-Expose-Headers").Single());
    }

    private static bool IsChat(EventsFrame frame) => frame.Events.Any(item => item.Name == "said");
}
