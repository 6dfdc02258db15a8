using System.Text.RegularExpressions;

namespace GameServer.Cluster.Tests.Guide;

public sealed partial class GuideTests
{
    [Fact]
    public void Every_piece_of_the_guide_is_in_the_code_that_is_tested()
    {
        var root = FindRoot();
        var code = string.Concat(Directory
            .EnumerateFiles(Path.Combine(root, "tests", "GameServer.Cluster.Tests", "Guide"), "Orchard*.cs")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "src", "Games"), "*Game.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));
        var guide = File.ReadAllText(Path.Combine(root, "docs", "writing-a-game.md"));
        var pieces = CSharpBlock().Matches(guide).Select(match => match.Groups[1].Value).Where(piece => piece.Contains('{')).ToArray();
        Assert.True(pieces.Length >= 7, $"The guide has {pieces.Length} pieces of code.");
        Assert.All(pieces, piece => Assert.Contains(piece, code, StringComparison.Ordinal));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GameServer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("GameServer.sln is in no folder above the tests.");
    }
}
