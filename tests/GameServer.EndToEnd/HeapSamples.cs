using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace GameServer.EndToEnd;

/// <summary>What a page put on its heap meanwhile, collected or not.</summary>
/// <param name="Bytes">All of it, estimated from samples.</param>
/// <param name="ByFunction">The functions that did, as the built page names them, the worst first; in bytes.</param>
/// <param name="Minor">Collections of what is young.</param>
/// <param name="Major">Collections of everything, but for the one that reading the samples takes: why each was made.</param>
/// <param name="Milliseconds">What all of them took.</param>
internal sealed record Garbage(
    double Bytes,
    IReadOnlyList<KeyValuePair<string, double>> ByFunction,
    int Minor,
    IReadOnlyList<string> Major,
    double Milliseconds);

/// <summary>Samples every so many bytes that a page allocates, and counts its collections, by the browser's own instruments.</summary>
internal sealed class HeapSamples : IAsyncDisposable
{
    /// <summary>Bytes from a sample to the next, on average: thousands of samples in ten seconds.</summary>
    private const int Interval = 512;

    /// <summary>The reason of the collection that ends the sampling.</summary>
    private const string OfTheProfiler = "sampling profiler";

    private readonly ICDPSession session;
    private readonly TaskCompletionSource traced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> major = [];
    private int minor;
    private double microseconds;

    private HeapSamples(ICDPSession session)
    {
        this.session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) => Count(data!.Value.GetProperty("value"));
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => traced.TrySetResult();
    }

    internal static async Task<HeapSamples> StartAsync(IBrowserContext window, IPage page)
    {
        var samples = new HeapSamples(await window.NewCDPSessionAsync(page));
        await samples.session.SendAsync("Tracing.start", new Dictionary<string, object>
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new { includedCategories = new[] { "disabled-by-default-v8.gc" } },
        });
        await samples.session.SendAsync("HeapProfiler.startSampling", new Dictionary<string, object>
        {
            ["samplingInterval"] = Interval,
            ["includeObjectsCollectedByMajorGC"] = true,
            ["includeObjectsCollectedByMinorGC"] = true,
        });
        return samples;
    }

    /// <summary>Ends it and tells.</summary>
    internal async Task<Garbage> ReadAsync()
    {
        var answer = await session.SendAsync("HeapProfiler.stopSampling");
        await session.SendAsync("Tracing.end");
        await traced.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var byFunction = new Dictionary<string, double>();
        Add(answer!.Value.GetProperty("profile").GetProperty("head"), byFunction);
        return new Garbage(
            byFunction.Values.Sum(), [.. byFunction.OrderByDescending(entry => entry.Value)], minor, major, microseconds / 1000);
    }

    private static void Add(JsonElement node, Dictionary<string, double> byFunction)
    {
        if (node.GetProperty("selfSize").GetDouble() is > 0 and var size)
        {
            var frame = node.GetProperty("callFrame");
            var file = frame.GetProperty("url").GetString()!;
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"{frame.GetProperty("functionName")} {file[(file.LastIndexOf('/') + 1)..]}:{frame.GetProperty("lineNumber").GetInt32() + 1}:{frame.GetProperty("columnNumber").GetInt32() + 1}");
            byFunction[name] = byFunction.GetValueOrDefault(name) + size;
        }

        foreach (var child in node.GetProperty("children").EnumerateArray())
        {
            Add(child, byFunction);
        }
    }

    private void Count(JsonElement events)
    {
        foreach (var each in events.EnumerateArray())
        {
            var name = each.GetProperty("name").GetString();
            if (name is not ("MinorGC" or "MajorGC"))
            {
                continue;
            }

            var reason = each.GetProperty("args").TryGetProperty("type", out var type) ? type.GetString()! : "unknown";
            if (reason == OfTheProfiler)
            {
                continue;
            }

            microseconds += each.TryGetProperty("dur", out var duration) ? duration.GetDouble() : 0;
            if (name == "MinorGC")
            {
                minor++;
            }
            else
            {
                major.Add(reason);
            }
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await session.DetachAsync();
}
