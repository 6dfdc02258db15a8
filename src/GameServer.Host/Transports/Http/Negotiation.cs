using GameServer.Protocol;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GameServer.Host.Transports.Http;

/// <summary>Which encoding a body is in, and which one its sender wants back.</summary>
internal static class Negotiation
{
    internal const string Text = "application/json";
    internal const string Binary = "application/x-msgpack";
    internal const string EventStream = "text/event-stream";

    internal static string TypeOf(FrameEncoding encoding) => encoding == FrameEncoding.Text ? Text : Binary;

    /// <summary>The encoding of a body; text if nothing is said.</summary>
    internal static bool TryContentType(string? header, out FrameEncoding encoding)
    {
        encoding = FrameEncoding.Text;
        if (string.IsNullOrEmpty(header))
        {
            return true;
        }

        if (!MediaTypeHeaderValue.TryParse(header, out var type))
        {
            return false;
        }

        if (type.MediaType.Equals(Binary, StringComparison.OrdinalIgnoreCase))
        {
            encoding = FrameEncoding.Binary;
            return true;
        }

        return type.MediaType.Equals(Text, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The encoding that is liked best; of two that are liked alike, the one named first, and else text.</summary>
    internal static bool TryAccept(StringValues header, out FrameEncoding encoding)
    {
        encoding = FrameEncoding.Text;
        if (!TryRanges(header, out var ranges))
        {
            return false;
        }

        var text = Wish(ranges, Text);
        var binary = Wish(ranges, Binary);
        if (binary.Quality > text.Quality || (binary.Quality == text.Quality && binary.Position < text.Position))
        {
            encoding = FrameEncoding.Binary;
        }

        return Math.Max(text.Quality, binary.Quality) > 0;
    }

    internal static bool Accepts(StringValues header, string mediaType) =>
        TryRanges(header, out var ranges) && Wish(ranges, mediaType).Quality > 0;

    private static bool TryRanges(StringValues header, out IList<MediaTypeHeaderValue> ranges)
    {
        ranges = [];
        if (StringValues.IsNullOrEmpty(header))
        {
            return true;
        }

        if (MediaTypeHeaderValue.TryParseList(header, out var parsed))
        {
            ranges = parsed;
            return true;
        }

        return false;
    }

    private static (double Quality, int Position) Wish(IList<MediaTypeHeaderValue> ranges, string mediaType)
    {
        if (ranges.Count == 0)
        {
            return (1, 0);
        }

        var type = new MediaTypeHeaderValue(mediaType);
        var found = -1;
        for (var i = 0; i < ranges.Count; i++)
        {
            if (Includes(ranges[i], type) && (found < 0 || Breadth(ranges[i]) < Breadth(ranges[found])))
            {
                found = i;
            }
        }

        return found < 0 ? (0, int.MaxValue) : (ranges[found].Quality ?? 1, found);
    }

    // A charset or profile that a client adds says nothing that the encodings could differ in.
    private static bool Includes(MediaTypeHeaderValue range, MediaTypeHeaderValue type) =>
        range.MatchesAllTypes
        || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));

    private static int Breadth(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0;
}
