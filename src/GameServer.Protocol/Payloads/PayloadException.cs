namespace GameServer.Protocol;

/// <summary>
/// A payload was not what its reader asked for. The message is a sentence for the client, which the server answers with
/// <c>bad_payload</c>.
/// </summary>
public sealed class PayloadException : Exception
{
    /// <summary>Makes the exception without a sentence of its own.</summary>
    public PayloadException()
        : base("The payload is not what is expected here.")
    {
    }

    /// <param name="message">A sentence for the client: what is wrong and what was expected.</param>
    public PayloadException(string message)
        : base(message)
    {
    }

    /// <param name="message">A sentence for the client: what is wrong and what was expected.</param>
    /// <param name="innerException">What led to it.</param>
    public PayloadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
