namespace GameServer.Host.Transports.Http;

/// <summary>The sends of a node, joins among them, that wait for their answers at a time.</summary>
/// <remarks>Bound: at <paramref name="max"/> others are refused.</remarks>
internal sealed class OpenSends(int max)
{
    private int open;

    /// <summary>Runs a send, if there may be one more.</summary>
    internal async Task<IResult> OpenAsync(Func<Task<IResult>> run)
    {
        try
        {
            return Interlocked.Increment(ref open) > max ? Refusals.Busy : await run();
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}
