using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>What a client is told of a command that is not queued.</summary>
internal static class CommandVerdicts
{
    /// <summary>The frame, or null if there is nothing to say (yet).</summary>
    internal static ServerFrame? Frame(CommandOffer offer, int handle, long stream, long n) => offer.Verdict switch
    {
        CommandVerdict.Repeated => new AnswerFrame(handle, stream, offer.Answer!.N, offer.Answer.Code, offer.Answer.Payload),
        CommandVerdict.Gap => new ErrorFrame(
            ErrorCodes.CommandGap,
            $"Command {n} is out of order: {offer.Expected} is expected.",
            handle,
            Payload.Map(("stream", stream), ("expected", offer.Expected))),
        CommandVerdict.TooManyOpen => new ErrorFrame(
            ErrorCodes.TooManyOpen,
            "Too many commands or streams are open: acknowledge answers first.",
            handle,
            Payload.Map(("stream", stream), ("n", n))),
        _ => null,
    };
}
