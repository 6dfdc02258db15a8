using GameServer.Host.Transports.Http;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports.Http;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, FrameEncoding.Text)]
    [InlineData("application/json", FrameEncoding.Text)]
    [InlineData("application/json; charset=utf-8", FrameEncoding.Text)]
    [InlineData("application/x-msgpack", FrameEncoding.Binary)]
    [InlineData("Application/X-MsgPack", FrameEncoding.Binary)]
    public void Two_types_of_bodies_are_taken(string? header, FrameEncoding expected)
    {
        Assert.True(Negotiation.TryContentType(header, out var encoding));
        Assert.Equal(expected, encoding);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/*")]
    [InlineData("json")]
    public void Others_are_not(string header) => Assert.False(Negotiation.TryContentType(header, out _));

    [Theory]
    [InlineData("", FrameEncoding.Text)]
    [InlineData("*/*", FrameEncoding.Text)]
    [InlineData("application/*", FrameEncoding.Text)]
    [InlineData("application/json", FrameEncoding.Text)]
    [InlineData("application/x-msgpack", FrameEncoding.Binary)]
    [InlineData("application/x-msgpack, */*", FrameEncoding.Binary)]
    [InlineData("application/json, application/x-msgpack", FrameEncoding.Text)]
    [InlineData("application/x-msgpack, application/json", FrameEncoding.Binary)]
    [InlineData("application/x-msgpack;q=0.5, application/json", FrameEncoding.Text)]
    [InlineData("application/json;q=0.1, application/x-msgpack;q=0.2", FrameEncoding.Binary)]
    [InlineData("application/json;q=0, */*", FrameEncoding.Binary)]
    public void The_answer_comes_as_the_client_likes_it_best(string header, FrameEncoding expected)
    {
        Assert.True(Negotiation.TryAccept(header, out var encoding));
        Assert.Equal(expected, encoding);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("*/*;q=0")]
    [InlineData("nonsense")]
    public void What_cannot_be_given_is_not_acceptable(string header) => Assert.False(Negotiation.TryAccept(header, out _));

    [Theory]
    [InlineData("", true)]
    [InlineData("text/event-stream", true)]
    [InlineData("text/*", true)]
    [InlineData("application/json", false)]
    public void A_stream_is_one_type(string header, bool expected) =>
        Assert.Equal(expected, Negotiation.Accepts(header, Negotiation.EventStream));
}
