using GameServer.Host.Players;
using GameServer.Host.Startup;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace GameServer.Host.Tests.Players;

public sealed class SigningKeysTests : IDisposable
{
    private readonly DirectoryInfo contentRoot = Directory.CreateTempSubdirectory("content-root");

    public void Dispose() => contentRoot.Delete(recursive: true);

    [Fact]
    public void Development_makes_a_key_once_that_only_its_owner_may_read()
    {
        var development = new Surroundings(contentRoot.FullName, Environments.Development);
        var first = SigningKeys.Load(new AuthSettings(), development, isAlone: true);
        Assert.Equal(32, first.Length);
        Assert.Equal(first, SigningKeys.Load(new AuthSettings(), development, isAlone: true));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(contentRoot.FullName, ".data", "signing-key")));
        }
    }

    [Fact]
    public async Task Servers_that_start_together_have_one_key()
    {
        for (var time = 0; time < 50; time++)
        {
            var root = contentRoot.CreateSubdirectory($"{time}");
            var development = new Surroundings(root.FullName, Environments.Development);
            using var together = new Barrier(4);
            var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return SigningKeys.Load(new AuthSettings(), development, isAlone: true);
                },
                TaskCreationOptions.LongRunning)));
            Assert.All(keys, key => Assert.Equal(keys[0], key));
            Assert.Single(root.GetDirectories(".data").Single().EnumerateFileSystemInfos());
        }
    }

    [Fact]
    public void A_key_may_be_in_a_file_beside_the_settings()
    {
        var key = new byte[40];
        File.WriteAllText(Path.Combine(contentRoot.FullName, "key"), Convert.ToBase64String(key) + "\n");
        Assert.Equal(
            key, SigningKeys.Load(new AuthSettings { SigningKeyFile = "key" }, new Surroundings(contentRoot.FullName, "Production"), isAlone: false));
    }

    [Fact]
    public void A_node_that_joins_others_makes_no_key_of_its_own()
    {
        var development = new Surroundings(contentRoot.FullName, Environments.Development);
        var failure = Assert.Throws<StartupException>(() => SigningKeys.Load(new AuthSettings(), development, isAlone: false));
        Assert.Equal(
            "Auth:SigningKey is not set: every node of a cluster needs the same one, 32 random bytes in base64.", failure.Message);
        Assert.Empty(contentRoot.EnumerateFileSystemInfos());
    }

    private sealed class Surroundings(string contentRoot, string environment) : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "tests";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = contentRoot;

        public string EnvironmentName { get; set; } = environment;
    }
}
