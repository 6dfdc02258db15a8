using System.Globalization;

namespace GameServer.Load;

/// <summary>What follows the verb: <c>--name value</c>, in pairs.</summary>
internal sealed class Options(IReadOnlyList<string> arguments)
{
    private readonly Dictionary<string, string> values = arguments.Chunk(2).ToDictionary(
        pair => pair[0].TrimStart('-'),
        pair => pair.Length == 2 ? pair[1] : throw new ArgumentException($"{pair[0]} has no value."));

    internal int Number(string name, int otherwise) =>
        values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    internal string? Text(string name) => values.GetValueOrDefault(name);
}
