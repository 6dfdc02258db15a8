using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>The server refused what was asked for, or ended what it would have belonged to.</summary>
public sealed class GameException : Exception
{
    /// <summary>Makes the exception without a code of the server.</summary>
    public GameException()
        : this("failed", "The server refused.")
    {
    }

    /// <param name="message">For people.</param>
    public GameException(string message)
        : this("failed", message)
    {
    }

    /// <param name="message">For people.</param>
    /// <param name="innerException">What led to it.</param>
    public GameException(string message, Exception innerException)
        : base(message, innerException) => Code = "failed";

    /// <param name="code">One of <see cref="ErrorCodes"/> or <see cref="LeftCodes"/>, or a word of this client's own.</param>
    /// <param name="message">For people.</param>
    public GameException(string code, string message)
        : base(message) => Code = code;

    internal GameException(ErrorFrame error)
        : base(error.Message)
    {
        Code = error.Code;
        Details = error.Details.Detached();
    }

    /// <summary>What happened, as a word: one of <see cref="ErrorCodes"/>, <see cref="LeftCodes"/>, or <c>closed</c>, <c>unreachable</c>, <c>failed</c>.</summary>
    public string Code { get; }

    /// <summary>What the server added: nil or a map.</summary>
    public Payload Details { get; }

    /// <summary>After how long it may work; null if the server did not say.</summary>
    public TimeSpan? RetryAfter =>
        Details.Kind == PayloadKind.Map && Details["retryAfter"] is { Kind: PayloadKind.Integer } after ? TimeSpan.FromMilliseconds(after.AsInteger()) : null;
}
