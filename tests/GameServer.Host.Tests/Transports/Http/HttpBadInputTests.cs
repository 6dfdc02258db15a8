using System.Net.Sockets;
using System.Text;
using GameServer.Host.Players;
using GameServer.Host.Tests.Support;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>What requests may not be, what they are told, and that nobody in the room notices.</summary>
[Collection(SharedServerTests.Name)]
public sealed class HttpBadInputTests(SharedServer shared)
{
    public static TheoryData<string, string, byte[], string, int, string> Bodies
    {
        get
        {
            var ping = "[\"ping\",0,1]\n";
            var cut = RawClient.Encode(FrameEncoding.Binary, new InputFrame(0, 300, Payload.Array(1, 2)))[..^2];
            return new()
            {
                { "empty", Room, [], Negotiation.Text, 400, "bad_frame" },
                { "blank lines", Room, " \n\r\n"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "no JSON", Room, "{\"type\":\"input\"}"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "JSON cut off", Room, "[\"ping\",0,1"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "MessagePack cut off", Room, cut, Negotiation.Binary, 400, "bad_frame" },
                { "text said to be MessagePack", Room, Encoding.UTF8.GetBytes(ping), Negotiation.Binary, 400, "bad_frame" },
                { "no UTF-8", Room, [0xff, 0xfe], Negotiation.Text, 400, "bad_frame" },
                { "too large", Room, new byte[Limits.MessageBytes + 1], Negotiation.Text, 413, "too_large" },
                { "65 frames", Room, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(ping, 65))), Negotiation.Text, 413, "too_large" },
                { "another type", Room, Encoding.UTF8.GetBytes(ping), "text/plain", 415, "bad_request" },
                { "a form", Room, "a=b"u8.ToArray(), "application/x-www-form-urlencoded", 415, "bad_request" },
                { "a join in a room", Room, RawClient.Encode(FrameEncoding.Text, HttpPlayer.Join("arena")), Negotiation.Text, 400, "bad_frame" },
                { "a hello in a room", Room, "[\"hello\",1,\"x\",null]"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "a hello", "/send", "[\"hello\",1,\"x\",null]"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "an input without a room", "/send", "[\"input\",0,1,null]"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "two frames without a room", "/send", "[\"ping\",null,1]\n[\"ping\",null,2]"u8.ToArray(), Negotiation.Text, 400, "bad_frame" },
                { "a room without an attach", "/send?room=r1", Encoding.UTF8.GetBytes(ping), Negotiation.Text, 400, "bad_request" },
                { "an attach without a room", "/send?attach=1", Encoding.UTF8.GetBytes(ping), Negotiation.Text, 400, "bad_request" },
                { "an attach that is none", "/send?room=r1&attach=x", Encoding.UTF8.GetBytes(ping), Negotiation.Text, 400, "bad_request" },
            };
        }
    }

    private const string Room = "/send?room=r1&attach=1";

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_is_told_so(string what, string address, byte[] body, string type, int status, string code)
    {
        Assert.NotEmpty(what);
        using var player = new HttpPlayer(shared.Server);
        using var answer = await player.SendRawAsync(address, body, type);
        await HttpPlayer.AssertProblemAsync(answer, status, code);
        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task A_large_body_that_does_not_say_its_size_is_cut_off()
    {
        using var player = new HttpPlayer(shared.Server);
        using var request = new HttpRequestMessage(HttpMethod.Post, Room)
        {
            Content = new ByteArrayContent(new byte[2 * Limits.MessageBytes]) { Headers = { ContentType = new(Negotiation.Binary) } },
        };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await player.AskAsync(request);
        await HttpPlayer.AssertProblemAsync(answer, 413, "too_large");
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_given_up()
    {
        using var player = new HttpPlayer(shared.Server);
        using var socket = new TcpClient("127.0.0.1", shared.Server.Address.Port);
        var head = $"POST {Room} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.Token}\r\nContent-Length: 100\r\n\r\n[";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(socket.GetStream());
        Assert.Contains(" 408 ", await reader.ReadLineAsync().Within("the server to give it up"));
        var rest = await reader.ReadToEndAsync().Within("the end of the connection");
        Assert.Contains("Content-Type: application/problem+json", rest);
        Assert.Contains("\"status\":408", rest);
        Assert.Contains("\"code\":\"bad_request\"", rest);
        Assert.Empty(shared.Server.Logs.Errors);
    }

    [Fact]
    public async Task A_client_that_is_gone_in_the_middle_of_its_body_leaves_nothing_behind()
    {
        using var player = new HttpPlayer(shared.Server);
        using (var socket = new TcpClient("127.0.0.1", shared.Server.Address.Port))
        {
            var head = $"POST {Room} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {player.Token}\r\nContent-Length: 100\r\n\r\n[";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        }

        await shared.AssertBystanderPlaysOnAsync();
    }

    [Fact]
    public async Task Unknown_frames_and_bad_payloads_are_answered_and_the_frames_around_them_count()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        var deep = $"{new string('[', 20)}{new string(']', 20)}";
        var body = Encoding.UTF8.GetBytes($"[\"dance\",1]\n[\"command\",0,9,1,\"chat\",{deep}]\n[\"ping\",0,3]");
        using var answer = await player.SendRawAsync($"/send?{player.Seat}", body, Negotiation.Text);
        var frames = await player.FramesAsync(answer);
        Assert.Equal(
            [ErrorCodes.BadPayload, ErrorCodes.UnknownFrame], frames.OfType<ErrorFrame>().Select(error => error.Code).Order());
        Assert.Equal(3, frames.OfType<PongFrame>().Single().Nonce);
    }

    [Fact]
    public async Task A_join_that_cannot_be_is_answered_as_on_a_connection()
    {
        using var player = new HttpPlayer(shared.Server);
        using var bad = await player.SendRawAsync("/send", "[\"join\",1,\"x\",\"fly\",\"arena\"]"u8.ToArray(), Negotiation.Text);
        Assert.Equal(ErrorCodes.BadJoin, (await player.FramesAsync(bad)).OfType<ErrorFrame>().Single().Code);
        using var none = await player.SendAsync("/send", HttpPlayer.Join("chess"));
        Assert.Equal(ErrorCodes.UnknownKind, (await player.FramesAsync(none)).OfType<ErrorFrame>().Single().Code);
    }

    [Theory]
    [InlineData("GET", "/poll?room=r1&attach=1")]
    [InlineData("GET", "/sse?room=r1&attach=1")]
    [InlineData("POST", "/send")]
    [InlineData("POST", "/api/tickets")]
    public async Task Without_a_good_token_there_is_nothing(string method, string address)
    {
        using var player = new HttpPlayer(shared.Server);
        var past = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(8));
        var old = new PlayerTokens(Convert.FromBase64String(RunningServer.SigningKey), past).Issue(player.Player).Token;
        foreach (var (token, code) in new[] { ("", "unauthorized"), ("nonsense", "unauthorized"), (new string('x', 3000), "unauthorized"), (old, "token_expired") })
        {
            player.Token = token;
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Add("Accept", "*/*");
            using var answer = await player.AskAsync(request);
            await HttpPlayer.AssertProblemAsync(answer, 401, code);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("GET", "/poll?room=r1&attach=1", "text/html")]
    [InlineData("GET", "/sse?room=r1&attach=1", "application/json")]
    [InlineData("POST", "/send", "text/html")]
    public async Task What_the_server_cannot_give_is_not_acceptable(string method, string address, string accept)
    {
        using var player = new HttpPlayer(shared.Server);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Accept", accept);
        using var answer = await player.AskAsync(request);
        await HttpPlayer.AssertProblemAsync(answer, 406, "not_acceptable");
    }

    [Theory]
    [InlineData("/poll", "bad_request")]
    [InlineData("/poll?room=r1&attach=1&wait=26", "bad_request")]
    [InlineData("/poll?room=r1&attach=1&cursor=nonsense", "bad_request")]
    [InlineData("/poll?room=r1&room=r2&attach=1&attach=1", "bad_request")]
    [InlineData("/sse?attach=1", "bad_request")]
    [InlineData("/sse?room=r1", "bad_request")]
    [InlineData("/sse?room=r1&attach=1&cursor=1,2", "bad_request")]
    public async Task A_wrong_parameter_is_told(string address, string code)
    {
        using var player = new HttpPlayer(shared.Server);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "*/*");
        using var answer = await player.AskAsync(request);
        await HttpPlayer.AssertProblemAsync(answer, 400, code);
    }

    [Fact]
    public async Task A_room_that_one_has_not_joined_gives_nothing_away()
    {
        using var owner = new HttpPlayer(shared.Server);
        await owner.JoinArenaAsync();
        using var stranger = new HttpPlayer(shared.Server);
        using var poll = await stranger.GetAsync($"/poll?{owner.Seat}&wait=25");
        await HttpPlayer.AssertProblemAsync(poll, 409, "not_joined");
        using var send = await stranger.SendAsync($"/send?{owner.Seat}", new InputFrame(0, 1, Payload.Nil));
        await HttpPlayer.AssertProblemAsync(send, 409, "not_joined");
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/sse?{owner.Seat}");
        ask.Headers.Add("Accept", "*/*");
        using var stream = await stranger.AskAsync(ask);
        await HttpPlayer.AssertProblemAsync(stream, 409, "not_joined");
        using var nobody = await EventStream.AskAsync(stranger.Http, $"/sse?{owner.Seat}");
        await HttpPlayer.AssertProblemAsync(nobody, 401, "unauthorized");
    }

    [Fact]
    public async Task A_room_that_is_not_there_is_gone()
    {
        using var player = new HttpPlayer(shared.Server);
        using var poll = await player.GetAsync("/poll?room=AAAAA23456&attach=1");
        Assert.Equal(LeftCodes.RoomGone, (await player.FramesAsync(poll)).OfType<LeftFrame>().Single().Code);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/sse?room=AAAAA23456&attach=1");
        ask.Headers.Add("Accept", "*/*");
        using var stream = await player.AskAsync(ask);
        await HttpPlayer.AssertProblemAsync(stream, 409, "room_gone");
    }

    [Fact]
    public async Task A_forged_or_foreign_ticket_or_id_opens_nothing()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        var room = player.Joined.RoomId;
        var ticket = (await player.TicketAsync()).Ticket;
        var changed = (ticket[0] == 'A' ? 'B' : 'A') + ticket[1..];
        foreach (var address in new[] { $"/sse?room={room}&ticket={changed}", $"/sse?room=other&ticket={ticket}", $"/sse?room={room}&ticket=x" })
        {
            using var answer = await EventStream.AskAsync(player.Http, address);
            await HttpPlayer.AssertProblemAsync(answer, 401, "bad_ticket");
        }

        // A ticket is no id, though both are made of the same things.
        foreach (var id in new[] { changed, ticket, "42" })
        {
            using var answer = await EventStream.AskAsync(player.Http, $"/sse?room={room}&ticket={ticket}", id);
            await HttpPlayer.AssertProblemAsync(answer, 401, "bad_cursor");
        }

        using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, $"/sse?room={room}&ticket={ticket}"));
        await stream.NextAsync("open");
        using var elsewhere = await EventStream.AskAsync(player.Http, "/sse?room=other", stream.Id);
        await HttpPlayer.AssertProblemAsync(elsewhere, 401, "bad_cursor");
    }

    [Fact]
    public async Task A_ticket_and_an_id_that_are_too_old_open_nothing()
    {
        using var player = new HttpPlayer(shared.Server);
        var key = Convert.FromBase64String(RunningServer.SigningKey);
        var past = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(61));
        var ticket = new StreamTickets(key, past).Issue(player.Player, "r1", 1).Ticket;
        using var late = await EventStream.AskAsync(player.Http, $"/sse?room=r1&ticket={ticket}");
        await HttpPlayer.AssertProblemAsync(late, 401, "bad_ticket");
        var id = new byte[StreamIds.MaxBytes];
        var length = new SealedCursors(key, past).For(player.Player, "r1", 1).Write(default, id);
        using var stale = await EventStream.AskAsync(player.Http, "/sse?room=r1", Encoding.ASCII.GetString(id, 0, length));
        await HttpPlayer.AssertProblemAsync(stale, 401, "bad_cursor");
    }

    [Fact]
    public async Task A_cursor_of_another_incarnation_gets_an_explicit_resync()
    {
        using var player = new HttpPlayer(shared.Server);
        await player.JoinArenaAsync();
        using var poll = await player.GetAsync($"/poll?{player.Seat}&cursor=77,deadbeef,5,5&wait=25");
        var frames = await player.TakeAsync(poll);
        Assert.Single(frames.OfType<ResyncFrame>());
        Assert.Single(frames.OfType<FullFrame>());
    }

    [Theory]
    [InlineData("{\"room\":\"r1\"}", "application/json", 400)]
    [InlineData("{\"room\":\"r1\",\"attach\":-1}", "application/json", 400)]
    [InlineData("{\"room\":\"r1\",\"attach\":1.5}", "application/json", 400)]
    [InlineData("{\"room\":\"\",\"attach\":1}", "application/json", 400)]
    [InlineData("{\"room\":7,\"attach\":1}", "application/json", 400)]
    [InlineData("{\"room\":\"\\ud800\",\"attach\":1}", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("{", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("{}", "text/plain", 415)]
    public async Task A_bad_wish_for_a_ticket_is_told(string body, string type, int status)
    {
        using var player = new HttpPlayer(shared.Server);
        using var answer = await player.SendRawAsync("/api/tickets", Encoding.UTF8.GetBytes(body), type);
        await HttpPlayer.AssertProblemAsync(answer, status, "bad_request");
    }

    [Theory]
    [InlineData("GET", "/poll?room=r1&attach=1")]
    [InlineData("GET", "/sse?room=r1&attach=1")]
    [InlineData("POST", "/send")]
    [InlineData("POST", "/api/tickets")]
    public async Task A_page_of_a_foreign_origin_gets_nothing(string method, string address)
    {
        using var player = new HttpPlayer(shared.Server);
        foreach (var origin in new[] { "https://evil.example.org", "null" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.Add("Origin", origin);
            using var answer = await player.AskAsync(request);
            await HttpPlayer.AssertProblemAsync(answer, 403, "origin_denied");
        }
    }

    [Fact]
    public async Task Who_asks_for_room_after_room_has_to_wait()
    {
        using var player = new HttpPlayer(shared.Server);
        var asked = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => player.SendAsync("/send", HttpPlayer.Join("arena") with { How = JoinBy.Code, Target = "no code" })));
        Assert.Contains(asked, answer => (int)answer.StatusCode == 429);
        Assert.Contains(asked, answer => (int)answer.StatusCode != 429);
        Array.ForEach(asked, answer => answer.Dispose());
    }

    [Fact]
    public async Task Who_says_too_much_has_to_wait_and_nobody_else_has()
    {
        using var player = new HttpPlayer(shared.Server);
        var pings = Enumerable.Range(0, 64).Select(n => new PingFrame(0, n)).ToArray<ClientFrame>();
        HttpResponseMessage last;
        var tries = 0;
        do
        {
            last = await player.SendAsync("/send?room=AAAAA23456&attach=1", pings);
        }
        while ((int)last.StatusCode == 200 && ++tries < 100);

        using (last)
        {
            await HttpPlayer.AssertProblemAsync(last, 429, "rate_limited");
        }

        using var neighbour = new HttpPlayer(shared.Server);
        using var answer = await neighbour.SendAsync("/send", new PingFrame(null, 1));
        Assert.Single(await neighbour.FramesAsync(answer));
    }
}
