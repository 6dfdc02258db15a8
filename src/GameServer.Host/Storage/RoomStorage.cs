using System.Data.Common;
using System.Globalization;
using Akka.Configuration;
using Akka.Persistence.Sql;
using GameServer.Host.Startup;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GameServer.Host.Storage;

/// <summary>Where durable rooms and claimed names are kept.</summary>
internal static class RoomStorage
{
    private const string DefaultFile = ".data/rooms.db";
    private const int TimeoutSeconds = 5;

    /// <summary>What Akka has to know of the database.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    internal static Config Configure(StorageSettings settings, string contentRoot) => string.IsNullOrEmpty(settings.PostgreSql)
        ? Journal("SQLite.MS", Connection(settings, contentRoot), writers: 1)
        : Journal("PostgreSQL.15", settings.PostgreSql, writers: 3);

    /// <summary>The database for those who wait for its answer; it fails rather than let them wait long.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    internal static DbDataSource Open(StorageSettings settings, string contentRoot) => string.IsNullOrEmpty(settings.PostgreSql)
        ? SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder(Connection(settings, contentRoot))
        {
            DefaultTimeout = TimeoutSeconds,
        }.ConnectionString)
        : NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.PostgreSql)
        {
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
        });

    /// <summary>Makes sure that there is a place for what has to be kept.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="contentRoot">Where relative paths begin.</param>
    /// <param name="isAlone">Whether this is a cluster of one.</param>
    /// <exception cref="StartupException">There is none.</exception>
    internal static void Prepare(StorageSettings settings, string contentRoot, bool isAlone)
    {
        if (!string.IsNullOrEmpty(settings.PostgreSql))
        {
            return;
        }

        if (!isAlone && string.IsNullOrEmpty(settings.File))
        {
            throw new StartupException(
                "Storage:PostgreSql is not set: durable rooms and claimed names are kept in a database that every node reaches.");
        }

        var connection = Connection(settings, contentRoot);
        var file = new SqliteConnectionStringBuilder(connection).DataSource;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            MakePrivate(file);
            using var opened = new SqliteConnection(connection);
            opened.Open();
            using var command = opened.CreateCommand();
            // Who reads does not wait for who writes; the file remembers it.
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Rooms and names cannot be kept in {file} (Storage:File): {failure.Message}", failure);
        }
    }

    /// <summary>What people write to each other is nobody else's on this machine.</summary>
    private static void MakePrivate(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var made = new FileStream(file, options);
    }

    private static string Connection(StorageSettings settings, string contentRoot) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(contentRoot, string.IsNullOrEmpty(settings.File) ? DefaultFile : settings.File),
    }.ConnectionString;

    private static Config Journal(string provider, string connection, int writers) => ConfigurationFactory
        .ParseString(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            akka.persistence.journal.sql {
              provider-name = "{{provider}}"
              connection-string = "{{connection.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}}"
              parallelism = {{writers}}
            }
            """))
        .WithFallback(SqlPersistence.DefaultConfiguration);
}
