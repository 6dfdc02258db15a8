using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Host.Players;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>Reads the first frame of a connection: who is there, and may they come in?</summary>
internal sealed class Greeting(PlayerTokens tokens)
{
    /// <summary>The player, or null if the connection is refused; then the outbox has the reason and is closed.</summary>
    internal async Task<PlayerIdentity?> CheckAsync(ClientFrame first, Outbox outbox)
    {
        if (first is not HelloFrame hello)
        {
            return Refuse(outbox, CloseCodes.Unauthorized, ErrorCodes.HelloExpected, "The first frame must be hello.");
        }

        if (hello.Version != Limits.Version)
        {
            return Refuse(
                outbox,
                CloseCodes.ProtocolError,
                ErrorCodes.BadVersion,
                $"This server speaks version {Limits.Version}, not {hello.Version}.",
                Payload.Map(("min", Limits.Version), ("max", Limits.Version)));
        }

        var check = await tokens.CheckAsync(hello.Token);
        return (check.Player, check.IsExpired) switch
        {
            ({ } player, _) => player,
            (_, true) => Refuse(outbox, CloseCodes.Unauthorized, ErrorCodes.TokenExpired, "The token is too old."),
            _ => Refuse(outbox, CloseCodes.Unauthorized, ErrorCodes.Unauthorized, "The token is wrong."),
        };
    }

    private static PlayerIdentity? Refuse(
        Outbox outbox, int closeCode, string code, string message, Payload details = default)
    {
        outbox.Write(new ErrorFrame(code, message, null, details));
        outbox.Close(closeCode, code);
        return null;
    }
}
