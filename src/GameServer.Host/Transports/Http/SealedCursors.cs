using System.Buffers.Text;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;

namespace GameServer.Host.Transports.Http;

/// <summary>What a sealed cursor says: who reads, and where they stand.</summary>
/// <param name="Player">Who.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Attach">The attach to the seat; 0 for a watcher.</param>
/// <param name="Cursor">Where they stand; null if they have nothing yet.</param>
internal sealed record SealedCursor(PlayerIdentity Player, string RoomId, long Attach, Cursor? Cursor);

/// <summary>The ids of a stream's messages: whoever has one may go on reading from there, for an hour.</summary>
internal sealed class SealedCursors(byte[] signingKey, TimeProvider time)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Seal seal = new(signingKey, "stream cursor");

    internal StreamIds For(PlayerIdentity player, string roomId, long attach) => new(seal, player, roomId, attach, time);

    /// <summary>What it says, or null if it is forged, too old or of another room.</summary>
    internal SealedCursor? Open(string text, string roomId)
    {
        if (seal.Open(text) is not { } fields)
        {
            return null;
        }

        var reader = new SealReader(fields);
        var player = new PlayerIdentity(reader.Text(), reader.Text());
        var room = reader.Text();
        var attach = reader.Integer();
        var epochId = reader.Text();
        var cursor = new Cursor((int)reader.Integer(), epochId, reader.Integer(), reader.Integer(), attach);
        var expires = reader.Integer();
        return reader.IsComplete && room == roomId && expires > time.GetUtcNow().ToUnixTimeSeconds()
            ? new SealedCursor(player, room, attach, epochId.Length == 0 ? null : cursor)
            : null;
    }
}

/// <summary>Makes the ids of one stream's messages, thirty a second: nothing is allocated for one.</summary>
internal sealed class StreamIds
{
    private const int MaxFieldBytes = (4 * (1 + SealWriter.MaxTextBytes)) + (5 * SealWriter.MaxIntegerBytes);

    private readonly Seal seal;
    private readonly TimeProvider time;
    private readonly byte[] buffer = new byte[MaxFieldBytes + Seal.MacBytes];
    private readonly int constant;

    internal StreamIds(Seal seal, PlayerIdentity player, string roomId, long attach, TimeProvider time)
    {
        this.seal = seal;
        this.time = time;
        var writer = new SealWriter(buffer);
        writer.Text(player.PlayerId);
        writer.Text(player.Name);
        writer.Text(roomId);
        writer.Integer(attach);
        constant = writer.Length;
    }

    /// <summary>No id is longer.</summary>
    internal static int MaxBytes { get; } = Base64Url.GetEncodedLength(MaxFieldBytes + Seal.MacBytes);

    /// <summary>Writes the id of a position and gives its length.</summary>
    internal int Write(RoomPosition at, Span<byte> utf8)
    {
        var writer = new SealWriter(buffer.AsSpan(constant));
        writer.Text(at.EpochId ?? "");
        writer.Integer(at.Epoch);
        writer.Integer(at.Offset);
        writer.Integer(at.Tick);
        writer.Integer((time.GetUtcNow() + SealedCursors.Lifetime).ToUnixTimeSeconds());
        return seal.Close(buffer, constant + writer.Length, utf8);
    }
}
