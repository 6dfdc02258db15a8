using GameServer.Host.Tests.Support;
using GameServer.Host.Transports.Http;
using GameServer.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Transports.Http;

/// <summary>
/// Streams are ended after some minutes, and an <c>EventSource</c> comes back by itself with the last id that it saw. Only the streams'
/// own clock is moved by the test; room and sockets are real.
/// </summary>
public sealed class StreamRotationTests
{
    private static readonly TimeSpan step = TimeSpan.FromSeconds(6);

    private readonly FakeTimeProvider streams = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_stream_is_ended_after_about_ten_minutes_and_nothing_is_lost_or_repeated_on_the_way_to_the_next()
    {
        await using var server = await RunningServer.StartAsync(
            builder => builder.Host.UseServiceProviderFactory(new WithClock(streams)));
        using var player = new HttpPlayer(server);
        var seen = new Follower();
        seen.Take(await player.JoinArenaAsync());
        var address = $"/sse?room={player.Joined.RoomId}&cursor={seen.Cursor}&ticket={(await player.TicketAsync()).Ticket}";
        var lastId = "";
        for (var rotation = 0; rotation < 3; rotation++)
        {
            using var stream = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, address, lastId));
            var since = streams.GetUtcNow();
            while (await stream.NextAsync() is { Name: not "end" } next)
            {
                if (next.Name == "message")
                {
                    seen.Take(EventStream.Frames(next.Data));
                    streams.Advance(step);
                }
            }

            Assert.Null(await stream.NextAsync());
            Assert.InRange(streams.GetUtcNow() - since, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11) + 2 * step);
            lastId = stream.Id;
            // While there is no stream.
            using var said = await player.SayAsync(new CommandFrame(0, 5, rotation + 1, "say", Payload.Map(("text", $"{rotation}"))));
            Assert.Null((await player.FramesAsync(said)).OfType<AnswerFrame>().Single().Code);
        }

        using var last = await EventStream.ReadAsync(await EventStream.AskAsync(player.Http, address, lastId));
        while (seen.Said.Count < 3)
        {
            seen.Take(EventStream.Frames((await last.NextAsync("message")).Data));
        }

        Assert.Equal(["0", "1", "2"], seen.Said);
        Assert.Equal(1, seen.Fulls);
    }

    /// <summary>Holds what comes against what came before.</summary>
    private sealed class Follower
    {
        private JoinedFrame? joined;
        private long offset;
        private long tick;

        internal string Cursor => $"{joined!.Epoch},{joined.EpochId},{offset},{tick}";

        internal List<string> Said { get; } = [];

        internal int Fulls { get; private set; }

        internal void Take(List<ServerFrame> frames)
        {
            foreach (var frame in frames)
            {
                switch (frame)
                {
                    case JoinedFrame first when joined is null:
                        joined = first;
                        offset = first.Offset;
                        break;
                    case EventsFrame events:
                        Assert.Equal(offset, events.From);
                        offset = events.To;
                        Said.AddRange(events.Events.Where(item => item.Name == "said").Select(item => item.Payload["text"].AsText(64)));
                        break;
                    case FullFrame full:
                        Fulls++;
                        tick = full.Tick;
                        break;
                    case DeltaFrame delta:
                        Assert.Equal(tick, delta.From);
                        tick = delta.Tick;
                        break;
                    default:
                        Assert.Fail($"{frame} came on a stream that only goes on.");
                        break;
                }
            }
        }
    }

    private sealed class WithClock(TimeProvider streams) : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services) =>
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HttpTransport>(provider, streams));

        public IServiceProvider CreateServiceProvider(IServiceCollection builder) => builder.BuildServiceProvider();
    }
}
