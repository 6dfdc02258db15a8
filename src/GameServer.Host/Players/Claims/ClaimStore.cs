using System.Data.Common;
using GameServer.Rooms;

namespace GameServer.Host.Players.Claims;

/// <summary>The table of claimed names. The database decides who was first.</summary>
internal sealed class ClaimStore(DbDataSource database, TimeProvider time) : IAsyncDisposable
{
    private const string Make =
        """
        CREATE TABLE IF NOT EXISTS claimed_names (
          fold TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          player_id TEXT NOT NULL,
          hash TEXT NOT NULL,
          claimed_at BIGINT NOT NULL);
        CREATE INDEX IF NOT EXISTS claimed_names_player ON claimed_names (player_id);
        """;

    private const string Find = "SELECT name, player_id, hash FROM claimed_names WHERE fold = @fold";

    private static readonly string add =
        $"""
        INSERT INTO claimed_names (fold, name, player_id, hash, claimed_at)
        SELECT @fold, @name, @player, @hash, @now
        WHERE (SELECT count(*) FROM claimed_names WHERE player_id = @player) < {ClaimRules.NamesOfPlayer}
        ON CONFLICT (fold) DO NOTHING
        """;

    private volatile bool isMade;

    /// <summary>The claim on this name, or on one that looks like it.</summary>
    internal async Task<ClaimedName?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(connection, Find, ("@fold", SeatNames.LookOf(name)));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new ClaimedName(row.GetString(0), row.GetString(1), row.GetString(2)) : null;
    }

    /// <summary>False if the name was claimed meanwhile, or its player has as many as anyone may have.</summary>
    internal async Task<bool> AddAsync(ClaimedName claim, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = Command(
            connection,
            add,
            ("@fold", SeatNames.LookOf(claim.Name)),
            ("@name", claim.Name),
            ("@player", claim.PlayerId),
            ("@hash", claim.Hash),
            ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static DbCommand Command(DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The table is made at first use, so that a node starts, and its rooms run, before the database is there.</summary>
    private async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        if (isMade)
        {
            return connection;
        }

        try
        {
            await using var command = Command(connection, Make);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (DbException failure) when (failure.SqlState is "23505" or "42P07")
        {
            // Of nodes that make it at the same moment, PostgreSQL lets one through.
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        isMade = true;
        return connection;
    }
}
