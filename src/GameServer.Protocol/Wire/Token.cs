namespace GameServer.Protocol.Wire;

/// <summary>
/// The head of one MessagePack value, and all of it for values that hold no others. <c>Integer</c> is 1 for true and 0 for
/// false; <c>Count</c> is the bytes of a text, the items of an array or the entries of a map; a text begins at <c>Start</c>.
/// </summary>
internal readonly record struct Token(PayloadKind Kind, long Integer = 0, double Double = 0, int Count = 0, int Start = 0);
