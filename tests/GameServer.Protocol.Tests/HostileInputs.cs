using CsCheck;

namespace GameServer.Protocol.Tests;

/// <summary>Messages that someone might send who means no good, or whose client is broken.</summary>
internal sealed class HostileInputs
{
    private readonly Random random;
    private readonly byte[][] binary;
    private readonly byte[][] text;

    public HostileInputs(Random random)
    {
        this.random = random;
        var pcg = new PCG(1, 42);
        var client = Enumerable.Range(0, 500).Select(_ => Samples.ClientFrame.Generate(pcg, null, out var _)).ToArray();
        var server = Enumerable.Range(0, 500).Select(_ => Samples.ServerFrame.Generate(pcg, null, out var _)).ToArray();
        binary = [.. client.Select(frame => Wire.Encode(FrameEncoding.Binary, frame)), .. server.Select(frame => Wire.Encode(FrameEncoding.Binary, frame))];
        text = [.. client.Select(frame => Wire.Encode(FrameEncoding.Text, frame)), .. server.Select(frame => Wire.Encode(FrameEncoding.Text, frame))];
    }

    public (FrameEncoding Encoding, byte[] Message) Next()
    {
        var encoding = random.Next(2) == 0 ? FrameEncoding.Binary : FrameEncoding.Text;
        var message = random.Next(10) switch
        {
            0 => RandomBytes(),
            1 => encoding == FrameEncoding.Binary ? BinaryBomb() : JsonBomb(),
            2 => Joined(encoding),
            _ => Mutated(encoding),
        };
        return (encoding, message);
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[random.Next(4) == 0 ? random.Next(Limits.MessageBytes + 10) : random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Joined(FrameEncoding encoding) => [.. Enumerable.Range(0, random.Next(1, 80)).SelectMany(_ => Valid(encoding))];

    private byte[] Valid(FrameEncoding encoding) => Pick(encoding == FrameEncoding.Binary ? binary : text);

    private byte[] Mutated(FrameEncoding encoding)
    {
        var bytes = Valid(encoding).ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(1, bytes.Count - at + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, Hostile(encoding));
                    break;
                case 4:
                    // a piece of another frame, or one of its own fields twice
                    var other = Valid(encoding);
                    bytes.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    bytes.RemoveAt(at);
                    bytes.InsertRange(at, Hostile(encoding));
                    break;
            }
        }
        return [.. bytes];
    }

    private byte[] Hostile(FrameEncoding encoding) => encoding == FrameEncoding.Binary
        ? Convert.FromHexString(Pick(
            "ddffffffff", "dfffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff01", "dcffff", "deffff", "daffff", "c1", "c0", "c400", "d40000", "c70100ff",
            "cb7ff0000000000000", "cb7ff8000000000000", "ca7f800000", "cfffffffffffffffff", "d38000000000000000", "a2c328", "a3eda080", "90", "80", "8101c0", "91919191919191919191"))
        : Wire.Utf8(Pick(
            "[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":", "1e999", "-1e999", "NaN", "Infinity", "99999999999999999999", "9007199254740992", "1.5", "\"\\ud800\"", "\"\\u0000\"",
            "null", "true", ",", "]", "}", "\"", "\\", "\n", "{\"a\":1,\"a\":2}", "//", "/*", "'", "\u0000", "-0", "0.0", "01", "\ufeff"));

    private byte[] BinaryBomb()
    {
        var deep = Enumerable.Repeat((byte)random.Next(0x91, 0x94), random.Next(1, Limits.MessageBytes - 100));
        byte[] head = [0x94, FrameTypes.Input, 1, 2];
        return Pick<Func<byte[]>>(
            () => [.. head, .. deep],
            () => [.. head, .. deep.Take(100), 0xc0],
            () => [.. head, .. Hostile(FrameEncoding.Binary)],
            () => [.. Hostile(FrameEncoding.Binary), .. head],
            () => [.. Enumerable.Repeat<byte>(0x90, random.Next(Limits.MessageBytes))],
            () => [.. Enumerable.Repeat<byte[]>([0x91, 0xcc], 8000).SelectMany(frame => frame)],
            () => [0x95, FrameTypes.Events, 1, 2, 3, 0xdd, 0, 0, 0x3f, 0, .. new byte[Limits.MessageBytes - 20]],
            () => [0x98, FrameTypes.Full, 1, 2, 3, 0xa1, 0x65, 4, 0xdd, 0, 0, 0x3f, 0, .. Enumerable.Repeat<byte>(0x90, Limits.MessageBytes - 20)])();
    }

    private byte[] JsonBomb()
    {
        var depth = random.Next(1, 8000);
        return Wire.Utf8(Pick<Func<string>>(
            () => $"""["input",1,2,{new string('[', depth)}{new string(']', depth)}]""",
            () => $"""["input",1,2,{new string('[', depth % 70)}{new string(']', depth % 70)}]""",
            () => $"""["input",1,2,{string.Concat(Enumerable.Repeat("{\"a\":", depth / 4))}""",
            () => new string('[', depth),
            () => string.Concat(Enumerable.Repeat("[]\n", depth / 2)),
            () => string.Concat(Enumerable.Repeat("[\"x\"]\n", depth / 4)),
            () => new string('\n', 2 * depth),
            () => $"""["input",1,2,[{string.Join(',', Enumerable.Repeat("1e1", depth / 2))}]]""",
            () => $"""["command",1,2,3,"{string.Concat(Enumerable.Repeat("\\u0041", depth / 4))}",0]""",
            () => $"[\"{new string('x', depth)}\"]")());
    }

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
