using System.Net;
using System.Net.Sockets;
using GameServer.Host.Tests.Support;

namespace GameServer.Host.Tests.Startup;

/// <summary>What somebody sees who starts the server with something wrong: one sentence and exit code 1.</summary>
public sealed class StartupErrorTests : IDisposable
{
    private readonly DirectoryInfo webRoot = RunningServer.MakeWebRoot();

    public void Dispose() => webRoot.Delete(recursive: true);

    public static TheoryData<string, string> Mistakes => new()
    {
        { "Server:Urls=localhost", "Server:Urls has 'localhost', which is no address such as http://localhost:8080." },
        { "Server:Urls=ftp://localhost:21", "Server:Urls has 'ftp://localhost:21', which is no address" },
        { "Server:AllowedOrigins:0=games.example.org", "Server:AllowedOrigins has 'games.example.org', which is no origin" },
        { "Server:KnownProxies=10.0.0.0/8;proxy", "Server:KnownProxies has 'proxy', which is no address or network such as 10.0.0.0/8." },
        { "Cluster:HostName=node-*-*", "Cluster:HostName is node-*-*, but only one number in it can be found." },
        { "Limits:Sessions=-1", "Limits:Sessions must be 1 to 1000000, not -1." },
        { "Limits:HttpConnections=0", "Limits:HttpConnections must be 1 to 1000000, not 0." },
        { "Limits:Sessions=many", "'many' at 'Limits:Sessions'" },
        { "Limits:Sesions=10", "There is no setting Limits:Sesions; Limits has Connections, " },
        { "Arena:Seats=1000", "Arena:Seats must be 1 to 64, not 1000." },
        { "Arena:Bots=-1", "Arena:Bots must be 0 to 64, not -1." },
        { "Arena:Crystals=65", "Arena:Crystals must be 0 to 64, not 65." },
        { "Arena:RoundSeconds=4", "Arena:RoundSeconds must be 5 to 3600, not 4." },
        { "Arena:PodiumSeconds=0", "Arena:PodiumSeconds must be 1 to 60, not 0." },
        { "Cluster:Port=70000", "Cluster:Port must be 0 to 65535, not 70000." },
        { "Cluster:Seeds=node-1", "Cluster:Seeds has 'node-1', which is no address such as node-1:4053." },
        { "Cluster:Seeds=127.0.0.1:4053", "Cluster:Port must be set where Cluster:Seeds is" },
        { "Cluster:Roles=Rooms", "Cluster:Roles must be both, since there are no Cluster:Seeds" },
        { "Cluster:Roles=4", "Cluster:Roles must be Gateway, Rooms, or both" },
        { "Cluster:Roles=Lobby", "'Lobby' at 'Cluster:Roles'" },
        { "Storage:PostgreSql=a database", "Storage:PostgreSql is no connection string, such as" },
        { "Storage:PostgreSql=Database=rooms", "it names no Host." },
        { "Server:WebRoot=/nowhere", "Server:WebRoot is /nowhere, but there is no arena page in it." },
        { "Auth:SigningKey=c2hvcnQ=", "Auth:SigningKey must be base64 of at least 32 bytes." },
        { "Auth:SigningKey=***", "Auth:SigningKey must be base64 of at least 32 bytes." },
        { "Auth:SigningKey=", "Auth:SigningKey is not set: give 32 random bytes in base64" },
    };

    [Fact]
    public void A_node_that_other_machines_cannot_reach_does_not_join_them()
    {
        var failure = Assert.Throws<Host.Startup.StartupException>(() => Host.Startup.GameServerApp.Build(
            [$"--Auth:SigningKey={RunningServer.SigningKey}", "--Cluster:Port=4053", "--Cluster:Seeds=node-1:4053;node-2:4053"]));
        Assert.Equal("Cluster:HostName is 127.0.0.1, at which nodes on other machines cannot reach this one.", failure.Message);
    }

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Rooms")]
    [InlineData("Gateway, Rooms")]
    public void Every_node_of_a_cluster_needs_its_database(string roles)
    {
        string[] node =
        [
            $"--Server:WebRoot={webRoot.FullName}", $"--Auth:SigningKey={RunningServer.SigningKey}", "--Cluster:Port=4053",
            "--Cluster:Seeds=127.0.0.1:4053;127.0.0.1:4054", $"--Cluster:Roles={roles}",
        ];
        var failure = Assert.Throws<Host.Startup.StartupException>(() => Host.Startup.GameServerApp.Build(node));
        Assert.StartsWith("Storage:PostgreSql is not set: ", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_bad_setting_is_named(string setting, string sentence)
    {
        var failure = Assert.Throws<Host.Startup.StartupException>(() => Host.Startup.GameServerApp.Build(
        [
            "--environment=Production", $"--Server:WebRoot={webRoot.FullName}", $"--Auth:SigningKey={RunningServer.SigningKey}",
            $"--{setting}",
        ]));
        Assert.Contains(sentence, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_bad_setting_ends_the_process_with_one_sentence()
    {
        await using var server = ServerProcess.Start("Production", "Limits:Rooms=0");
        Assert.Equal(1, await server.ExitCodeAsync());
        Assert.Equal("Limits:Rooms must be 1 to 1000000, not 0.\n", server.Error);
    }

    [Fact]
    public async Task A_signing_key_that_cannot_be_read_ends_the_process_with_one_sentence()
    {
        await using var server = ServerProcess.Start(
            "Production", $"Server:WebRoot={webRoot.FullName}", "Auth:SigningKeyFile=/nowhere/key");
        Assert.Equal(1, await server.ExitCodeAsync());
        Assert.Matches("^The signing key cannot be read: [^\n]*/nowhere/key[^\n]*\n$", server.Error);
    }

    [Fact]
    public async Task A_taken_port_ends_the_process_with_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        await using var server = ServerProcess.Start(
            "Production", $"Server:WebRoot={webRoot.FullName}", $"Auth:SigningKey={RunningServer.SigningKey}", $"Server:Urls={url}");
        Assert.Equal(1, await server.ExitCodeAsync());
        Assert.Equal($"{url} is taken by another program: stop that, or choose another address with Server:Urls.\n", server.Error);
    }
}
