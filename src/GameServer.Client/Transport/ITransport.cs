namespace GameServer.Client.Transport;

/// <summary>A way to the server. A WebSocket today; an event stream or polls fit behind it.</summary>
internal interface ITransport
{
    /// <exception cref="TransportException">There is no way at the moment.</exception>
    Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>One connection. One call of each method may be under way at a time; <see cref="Abort"/> may come at any time.</summary>
internal interface ITransportConnection : IAsyncDisposable
{
    /// <summary>The code with which the server closed the connection, once it has.</summary>
    int? CloseCode { get; }

    /// <exception cref="TransportException">The connection is lost.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>The next message, valid until the next call; null when the connection has ended.</summary>
    /// <exception cref="TransportException">The connection is lost.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Says good-bye and waits a moment for the server to do the same. Never throws.</summary>
    Task CloseAsync();

    /// <summary>Ends the connection at once; what is under way fails or ends.</summary>
    void Abort();
}

/// <summary>The network failed. Whoever meets it opens another connection.</summary>
internal sealed class TransportException(string message, Exception? innerException = null) : Exception(message, innerException);
