namespace GameServer.Host.Transports.Http;

/// <summary>
/// The sends of a node, joins among them, and its polls that are not held, from when they are asked until their answers are written.
/// </summary>
/// <remarks>Bound: at <paramref name="max"/> others are refused.</remarks>
internal sealed class OpenSends(int max)
{
    private int open;

    /// <summary>Those of all players.</summary>
    internal int Open => Volatile.Read(ref open);

    /// <summary>Runs a send and writes its answer, if there may be one more.</summary>
    internal async Task<IResult> OpenAsync(HttpContext context, Func<Task<IResult>> run)
    {
        try
        {
            if (Interlocked.Increment(ref open) > max)
            {
                return Refusals.Busy;
            }

            await (await run()).ExecuteAsync(context);
            return Results.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }
}
