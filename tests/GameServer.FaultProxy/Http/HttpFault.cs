namespace GameServer.FaultProxy;

/// <summary>What happens to one request on its way. A WebSocket knows <see cref="Pass"/>, <see cref="Late"/>, <see cref="LoseRequest"/> and <see cref="BlockUpgrade"/>; the others let it pass.</summary>
public abstract record HttpFault
{
    private HttpFault()
    {
    }

    /// <summary>Nothing.</summary>
    public static HttpFault None { get; } = new Pass();

    /// <summary>Nothing.</summary>
    public sealed record Pass : HttpFault;

    /// <summary>It takes longer.</summary>
    /// <param name="Up">How long the request waits before the server gets it.</param>
    /// <param name="Down">How long the response waits before the client gets it.</param>
    public sealed record Late(TimeSpan Up, TimeSpan Down) : HttpFault;

    /// <summary>The server never sees it, and the client's connection is reset.</summary>
    public sealed record LoseRequest : HttpFault;

    /// <summary>
    /// The server answers in full, and the client's connection is reset before it gets any of it. Of an event stream, which has no
    /// end, only the head is waited for.
    /// </summary>
    public sealed record LoseResponse : HttpFault;

    /// <summary>The client gets the head and a part of the body, and the connection ends.</summary>
    /// <param name="AfterBytes">Bytes of the body that it gets at most. Of a body that is no longer all but the last byte comes; an empty one cannot be cut.</param>
    public sealed record CutResponse(int AfterBytes) : HttpFault;

    /// <summary>The server gets it twice at once, over two connections. The other response is read and thrown away.</summary>
    /// <param name="Answer">Which response the client gets.</param>
    public sealed record Duplicate(DuplicateAnswer Answer) : HttpFault;

    /// <summary>It waits until the server has answered a request that came after it: the two are swapped.</summary>
    /// <param name="AtMost">How long it waits if no other comes.</param>
    public sealed record LetNextPass(TimeSpan AtMost) : HttpFault;

    /// <summary>A request for a WebSocket gets no WebSocket; any other passes.</summary>
    /// <param name="How">In what way.</param>
    public sealed record BlockUpgrade(UpgradeBlock How) : HttpFault;
}

/// <summary>Which of two responses the client gets.</summary>
public enum DuplicateAnswer
{
    /// <summary>The one to the first copy that was sent.</summary>
    First,

    /// <summary>The one to the second.</summary>
    Second,
}

/// <summary>What a proxy that blocks WebSockets does with a request for one.</summary>
public enum UpgradeBlock
{
    /// <summary>Answers 400 itself.</summary>
    BadRequest,

    /// <summary>Answers 426 itself.</summary>
    UpgradeRequired,

    /// <summary>Forwards it as a plain request, without its <c>Upgrade</c> and <c>Connection</c>.</summary>
    Strip,

    /// <summary>Takes it and never answers, until the client gives up.</summary>
    Swallow,
}
