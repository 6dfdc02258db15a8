using System.Text.RegularExpressions;

namespace GameServer.Protocol.Tests;

/// <summary>Section 11 of docs/protocol.md against the codec: whoever writes a client from that page can trust its bytes.</summary>
public sealed partial class ExampleBytesTests
{
    public static TheoryData<string, string> Examples
    {
        get
        {
            var document = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "protocol.md"));
            var section = document[document.IndexOf("## 11. Example bytes", StringComparison.Ordinal)..];
            var examples = new TheoryData<string, string>();
            foreach (Match example in Example().Matches(section))
            {
                examples.Add(example.Groups["hex"].Value.Replace(" ", "", StringComparison.Ordinal), example.Groups["json"].Value);
            }

            return examples;
        }
    }

    [Fact]
    public void Every_type_of_frame_has_an_example()
    {
        var shown = Examples.Select(example => ((string)example[1]).Split('"')[1]).ToHashSet();

        Assert.Equal(Enumerable.Range(0, 64).Select(type => FrameTypes.NameOf(type)).Where(name => name is not null).Order(), shown.Order());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_says_the_same_in_both_encodings(string hex, string json)
    {
        var binary = Convert.FromHexString(hex);
        var text = Wire.Utf8(json + "\n");
        if (binary[1] < FrameTypes.Welcome)
        {
            Assert.Equal(hex, Hex(Wire.Encode(FrameEncoding.Binary, [.. Wire.Client(FrameEncoding.Binary, binary)])));
            Assert.Equal(hex, Hex(Wire.Encode(FrameEncoding.Binary, [.. Wire.Client(FrameEncoding.Text, text)])));
            Assert.Equal(json + "\n", Wire.Text(Wire.Encode(FrameEncoding.Text, [.. Wire.Client(FrameEncoding.Binary, binary)])));
        }
        else
        {
            Assert.Equal(hex, Hex(Wire.Encode(FrameEncoding.Binary, [.. Wire.Server(FrameEncoding.Binary, binary)])));
            Assert.Equal(hex, Hex(Wire.Encode(FrameEncoding.Binary, [.. Wire.Server(FrameEncoding.Text, text)])));
            Assert.Equal(json + "\n", Wire.Text(Wire.Encode(FrameEncoding.Text, [.. Wire.Server(FrameEncoding.Binary, binary)])));
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GameServer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No GameServer.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"^(?<hex>[0-9a-f]{2}( [0-9a-f]{2})+)\n(?<json>\[.*\])$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
