using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Sessions;

namespace GameServer.Host.Transports.Http;

/// <summary>What a ticket says.</summary>
/// <param name="Player">Who may read.</param>
/// <param name="Attach">By which attach to their seat; 0 for a watcher.</param>
/// <param name="Ticket">The ticket itself; the room sees to it that it is used once.</param>
internal sealed record OpenedTicket(PlayerIdentity Player, long Attach, StreamTicket Ticket);

/// <summary>Tickets: what opens one stream for a browser's <c>EventSource</c>, which cannot send a token.</summary>
internal sealed class StreamTickets(byte[] signingKey, TimeProvider time)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int IdBytes = 16;
    private const int MaxFieldBytes = (4 * (1 + SealWriter.MaxTextBytes)) + (2 * SealWriter.MaxIntegerBytes);

    private readonly Seal seal = new(signingKey, "stream ticket");

    internal (string Ticket, DateTimeOffset ExpiresAt) Issue(PlayerIdentity player, string roomId, long attach)
    {
        var expires = DateTimeOffset.FromUnixTimeMilliseconds((time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        var buffer = new byte[MaxFieldBytes + Seal.MacBytes];
        var writer = new SealWriter(buffer);
        writer.Text(player.PlayerId);
        writer.Text(player.Name);
        writer.Text(roomId);
        writer.Integer(attach);
        writer.Text(RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true));
        writer.Integer(expires.ToUnixTimeMilliseconds());
        var utf8 = new byte[Base64Url.GetEncodedLength(buffer.Length)];
        return (Encoding.ASCII.GetString(utf8, 0, seal.Close(buffer, writer.Length, utf8)), expires);
    }

    /// <summary>What it says, or null if it is forged, too old or for another room.</summary>
    internal OpenedTicket? Open(string text, string roomId)
    {
        if (seal.Open(text) is not { } fields)
        {
            return null;
        }

        var reader = new SealReader(fields);
        var player = new PlayerIdentity(reader.Text(), reader.Text());
        var room = reader.Text();
        var attach = reader.Integer();
        var id = reader.Text();
        var expires = reader.Integer();
        return reader.IsComplete && room == roomId && expires > time.GetUtcNow().ToUnixTimeMilliseconds()
            ? new OpenedTicket(player, attach, new StreamTicket(id, DateTimeOffset.FromUnixTimeMilliseconds(expires)))
            : null;
    }
}
