using System.Net;
using System.Text;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Support;

/// <summary>One event as a browser's <c>EventSource</c> would hand it on.</summary>
internal sealed record StreamEvent(string Name, string Data, string Id);

/// <summary>Reads a stream of events by the rules of the HTML standard.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventStream(HttpResponseMessage answer, Stream body)
    {
        this.answer = answer;
        lines = new StreamReader(body, Encoding.UTF8);
    }

    internal HttpResponseMessage Answer => answer;

    /// <summary>The last id, which a browser sends when it connects again.</summary>
    internal string Id { get; private set; } = "";

    internal int? Retry { get; private set; }

    internal static async Task<EventStream> ReadAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.OK, answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync());
        return new EventStream(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The request that a browser would make: no token.</summary>
    internal static async Task<HttpResponseMessage> AskAsync(HttpClient http, string address, string lastEventId = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the stream to open");
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    internal async Task<StreamEvent?> NextAsync()
    {
        var name = "message";
        string? data = null;
        while (await lines.ReadLineAsync().Within("an event") is { } line)
        {
            var colon = line.IndexOf(':');
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..].TrimStart(' ');
            switch (field)
            {
                case "" when data is not null:
                    return new StreamEvent(name, data, Id);
                case "id":
                    Id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "retry":
                    Retry = int.Parse(value);
                    break;
                case "data":
                    data = data is null ? value : $"{data}\n{value}";
                    break;
            }
        }

        return null;
    }

    internal async Task<StreamEvent> NextAsync(string name)
    {
        while (await NextAsync() is { } next)
        {
            if (next.Name == name)
            {
                return next;
            }
        }

        throw new InvalidOperationException($"The stream ended without {name}.");
    }

    /// <summary>The frames of the next message that has any of that kind.</summary>
    internal async Task<T> FrameAsync<T>()
        where T : ServerFrame
    {
        while (true)
        {
            if (Frames((await NextAsync("message")).Data).OfType<T>().FirstOrDefault() is { } frame)
            {
                return frame;
            }
        }
    }

    internal static List<ServerFrame> Frames(string data)
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(Encoding.UTF8.GetBytes(data), FrameEncoding.Text, frames, out var why), why);
        return frames;
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
    }
}
