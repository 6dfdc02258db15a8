namespace GameServer.FaultProxy;

/// <summary>How likely each fault is, each from 0 to 1 and all together 1 at most; the rest of the requests pass.</summary>
public sealed record HttpFaultRates
{
    /// <summary>Of <see cref="HttpFault.Late"/>, up to <see cref="LongestDelay"/> each way.</summary>
    public double Late { get; init; }

    /// <summary>Of <see cref="HttpFault.LoseRequest"/>.</summary>
    public double LoseRequest { get; init; }

    /// <summary>Of <see cref="HttpFault.LoseResponse"/>.</summary>
    public double LoseResponse { get; init; }

    /// <summary>Of <see cref="HttpFault.CutResponse"/>, within the first <see cref="MostBytes"/>.</summary>
    public double CutResponse { get; init; }

    /// <summary>Of <see cref="HttpFault.Duplicate"/>, either response.</summary>
    public double Duplicate { get; init; }

    /// <summary>Of <see cref="HttpFault.LetNextPass"/>, for <see cref="LongestDelay"/> at most.</summary>
    public double LetNextPass { get; init; }

    /// <summary>Of <see cref="HttpFault.BlockUpgrade"/>, in any way but <see cref="UpgradeBlock.Swallow"/>.</summary>
    public double BlockUpgrade { get; init; }

    /// <summary>The longest delay that is drawn.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The most bytes of a body that come through before it is cut.</summary>
    public int MostBytes { get; init; } = 512;
}

/// <summary>
/// Draws what happens to each request. The fault of the n-th request follows from the seed and n alone, whatever else was drawn and
/// whenever it came, so that a seed and a log say which request met what.
/// </summary>
public sealed class SeededHttpFaults(int seed, HttpFaultRates rates)
{
    /// <summary>What happens to this request; for <see cref="HttpFaultProxy.Schedule"/>.</summary>
    public HttpFault For(ProxiedRequest request)
    {
        var draws = new SeededDraws(seed, request.Number, lane: 0);
        var left = draws.Share();
        return Hits(rates.Late) ? new HttpFault.Late(Wait(), Wait())
            : Hits(rates.LoseRequest) ? new HttpFault.LoseRequest()
            : Hits(rates.LoseResponse) ? new HttpFault.LoseResponse()
            : Hits(rates.CutResponse) ? new HttpFault.CutResponse(draws.Between(0, rates.MostBytes))
            : Hits(rates.Duplicate) ? new HttpFault.Duplicate((DuplicateAnswer)draws.Between(0, 2))
            : Hits(rates.LetNextPass) ? new HttpFault.LetNextPass(rates.LongestDelay)
            : Hits(rates.BlockUpgrade) ? new HttpFault.BlockUpgrade((UpgradeBlock)draws.Between(0, 3))
            : HttpFault.None;

        bool Hits(double rate) => (left -= rate) < 0;

        TimeSpan Wait() => rates.LongestDelay * draws.Share();
    }
}
