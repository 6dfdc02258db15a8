using GameServer.Cluster.Tests.Journal;
using GameServer.Host.Players.Claims;
using GameServer.Host.Storage;
using Microsoft.Data.Sqlite;

namespace GameServer.Host.Tests.Players.Claims;

/// <summary>Claimed names in a real database, empty at first.</summary>
public abstract class ClaimStoreTests
{
    private protected abstract StorageSettings Storage { get; }

    /// <summary>Skips the test, or fails it, where the database cannot be had.</summary>
    protected abstract void Require();

    [SkippableFact]
    public async Task Of_nodes_that_start_at_once_one_gives_the_name_and_all_know_whose_it_is()
    {
        Require();
        var nodes = Enumerable.Range(0, 4).Select(_ => Open()).ToList();
        var claims = nodes.Select((_, n) => new ClaimedName("Nova", $"player-{n}", $"hash-{n}")).ToList();
        var added = await Task.WhenAll(nodes.Zip(claims, (node, claim) => Task.Run(() => node.AddAsync(claim, default))));
        var first = Assert.Single(claims.Where((_, n) => added[n]));
        foreach (var node in nodes)
        {
            Assert.Equal(first, await node.FindAsync("N0VA", default));
            await node.DisposeAsync();
        }

        await using var later = Open();
        Assert.Equal(first, await later.FindAsync("nova", default));
        Assert.Null(await later.FindAsync("Nova 2", default));
        Assert.False(await later.AddAsync(new ClaimedName("nOVA", "somebody", "hash"), default));
    }

    [SkippableFact]
    public async Task A_player_has_three_names_at_most()
    {
        Require();
        await using var store = Open();
        foreach (var (name, isAdded) in new[] { ("Ann", true), ("Anna", true), ("Anne", true), ("Annie", false) })
        {
            Assert.Equal(isAdded, await store.AddAsync(new ClaimedName(name, "one player", "hash"), default));
            Assert.Equal(isAdded, await store.FindAsync(name, default) is not null);
        }
    }

    private ClaimStore Open() => new(RoomStorage.Open(Storage, "/"), TimeProvider.System);
}

public sealed class SqliteClaimStoreTests : ClaimStoreTests, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("claims");

    private protected override StorageSettings Storage => new() { File = Path.Combine(folder.FullName, "rooms.db") };

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    protected override void Require()
    {
    }
}

public sealed class PostgreSqlClaimStoreTests(PostgreSqlServer server) : ClaimStoreTests, IClassFixture<PostgreSqlServer>
{
    private protected override StorageSettings Storage => new() { PostgreSql = server.Connection };

    protected override void Require()
    {
        Skip.If(server.Missing is not null && Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_TOOLS") != "1", server.Missing);
        Assert.Null(server.Missing);
    }
}
