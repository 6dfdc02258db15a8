using GameServer.Cluster.Telemetry;
using GameServer.Protocol;

namespace GameServer.Host.Transports;

/// <summary>What a message that was over the budget leads to.</summary>
/// <param name="Error">What the client is told; null if it was told within the last second.</param>
/// <param name="IsFlood">Whether it has gone on for so long that the connection ends.</param>
internal readonly record struct Refusal(ErrorFrame? Error, bool IsFlood);

/// <summary>How much one connection may send: frames and bytes a second. What is over it is refused, never queued.</summary>
internal sealed class FrameBudget(TimeProvider time)
{
    internal const int FramesPerSecond = 120;
    internal const int FrameBurst = 240;
    internal const int BytesPerSecond = 64 * 1024;
    internal const int ByteBurst = 128 * 1024;
    internal const int FloodRefusals = 600;
    internal const int FloodSeconds = 10;

    // Nodes ask each other for a room that is not there, and keep for a while that they were asked.
    private const int FramesOfJoin = 8;

    // In this time a bucket has a quarter of its burst again: long enough that trying again is not refused at once.
    private static readonly TimeSpan retryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan tellEvery = TimeSpan.FromSeconds(1);

    private readonly TokenBucket frameTokens = new(time, FramesPerSecond, FrameBurst);
    private readonly TokenBucket byteTokens = new(time, BytesPerSecond, ByteBurst);
    private readonly RecentCount refusals = new(time, FloodSeconds);
    private long? told;

    /// <summary>Takes out of a message's frames those that are over the budget.</summary>
    /// <param name="bytes">Size of the message.</param>
    /// <param name="frames">Its frames; those that may pass remain.</param>
    /// <returns>What follows, or null if all may pass.</returns>
    internal Refusal? Admit(int bytes, List<ClientFrame> frames)
    {
        var passing = 0;
        if (byteTokens.TryTake(bytes))
        {
            while (passing < frames.Count && frameTokens.TryTake(CostOf(frames[passing])))
            {
                passing++;
            }
        }

        var refused = frames.Count - passing;
        if (refused == 0)
        {
            return null;
        }

        var command = frames.Skip(passing).OfType<CommandFrame>().FirstOrDefault();
        frames.RemoveRange(passing, refused);
        Meters.FrameRefused(refused);
        var isFlood = refusals.Add(refused) >= FloodRefusals;
        if (!isFlood && told is { } last && time.GetElapsedTime(last) < tellEvery)
        {
            return default(Refusal);
        }

        told = time.GetTimestamp();
        return new Refusal(ErrorFor(command), isFlood);
    }

    /// <summary>As how many frames one counts.</summary>
    internal static int CostOf(ClientFrame frame) => frame is JoinFrame ? FramesOfJoin : 1;

    /// <summary>
    /// The room is named in the details alone: the limit is the connection's, so the other rooms have to slow down as well.
    /// </summary>
    private static ErrorFrame ErrorFor(CommandFrame? command)
    {
        var wait = (long)retryAfter.TotalMilliseconds;
        var details = command is null
            ? Payload.Map(("retryAfter", wait))
            : Payload.Map(("retryAfter", wait), ("handle", command.Handle), ("stream", command.Stream), ("n", command.N));
        return new ErrorFrame(ErrorCodes.RateLimited, "Too much is sent; this was not taken.", null, details);
    }
}
