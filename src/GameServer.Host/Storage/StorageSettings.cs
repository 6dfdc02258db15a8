using GameServer.Host.Startup;
using Npgsql;

namespace GameServer.Host.Storage;

/// <summary>Section <c>Storage</c>: where durable rooms and claimed names are kept.</summary>
internal sealed record StorageSettings : ISettings
{
    internal const string Section = "Storage";

    /// <summary>A PostgreSQL database, as Npgsql's connection string; the same on every node. Goes before <see cref="File"/>.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>
    /// A file, which is an SQLite database, for nodes of one machine; null for <c>.data/rooms.db</c>, which a cluster of one has.
    /// </summary>
    public string? File { get; init; }

    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrEmpty(PostgreSql) && Why(PostgreSql) is { } why)
        {
            yield return $"Storage:PostgreSql is no connection string, such as \"Host=db;Database=gameserver;Username=gameserver;Password=…\": {why}";
        }
    }

    private static string? Why(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection).Host is null ? "it names no Host." : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return wrong.Message;
        }
    }
}
