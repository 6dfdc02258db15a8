using System.Diagnostics.CodeAnalysis;

namespace GameServer.Host.Telemetry.Traffic;

/// <summary>
/// The meters that clients named in the query of their requests. At most <see cref="Most"/>; a new one takes the place of the one
/// that was named longest ago, which goes on counting for connections that have it and is read no more.
/// </summary>
internal sealed class TrafficMeters
{
    internal const string Parameter = "meter";
    internal const int Most = 256;

    private const int MaxNameCharacters = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Named>> byName = new(StringComparer.Ordinal);
    private readonly LinkedList<Named> byUse = new();

    internal TrafficMeter? Use(string? name)
    {
        if (name is not { Length: > 0 and <= MaxNameCharacters } || !name.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        lock (gate)
        {
            if (byName.TryGetValue(name, out var node))
            {
                byUse.Remove(node);
            }
            else
            {
                node = new LinkedListNode<Named>(new Named(name, new TrafficMeter()));
                byName.Add(name, node);
                if (byName.Count > Most)
                {
                    byName.Remove(byUse.First!.Value.Name);
                    byUse.RemoveFirst();
                }
            }

            byUse.AddLast(node);
            return node.Value.Meter;
        }
    }

    internal bool TryRead(string name, [NotNullWhen(true)] out TrafficMeter? meter)
    {
        lock (gate)
        {
            meter = byName.TryGetValue(name, out var node) ? node.Value.Meter : null;
            return meter is not null;
        }
    }

    private sealed record Named(string Name, TrafficMeter Meter);
}
