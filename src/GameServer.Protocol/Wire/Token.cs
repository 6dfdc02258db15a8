using System.Globalization;

namespace GameServer.Protocol.Wire;

/// <summary>
/// The head of one MessagePack value, and all of it for values that hold no others. <c>Integer</c> is 1 for true and 0 for
/// false; <c>Count</c> is the bytes of a text, the items of an array or the entries of a map; a text begins at <c>Start</c>.
/// </summary>
internal readonly record struct Token(PayloadKind Kind, long Integer = 0, double Double = 0, int Count = 0, int Start = 0)
{
    /// <summary>What this is, for a sentence that says what was found in place of what was expected.</summary>
    public string Describe() => Kind switch
    {
        PayloadKind.Nil => "nil",
        PayloadKind.Boolean => "a boolean",
        PayloadKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        PayloadKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        PayloadKind.Text => "a text",
        PayloadKind.Array => "an array",
        _ => "a map",
    };
}
