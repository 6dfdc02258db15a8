using GameServer.Protocol;

namespace GameServer.Cluster.Sessions;

/// <summary>What goes with the refusal of a join, over whatever transport it came.</summary>
internal static class JoinRefusals
{
    /// <summary>So many rooms are tried for a quick match before it is given up.</summary>
    internal const int MaxTries = 5;

    internal static ErrorFrame Frame(int handle, string code, string message)
    {
        var details = code switch
        {
            ErrorCodes.Busy or ErrorCodes.NoRoom => Payload.Map(("retryAfter", 1000)),
            ErrorCodes.JoinRefused => Payload.Map(("reason", message)),
            _ => Payload.Nil,
        };
        return new ErrorFrame(code, message, handle, details);
    }
}
