using System.Buffers;
using System.Threading.Channels;
using GameServer.Client.Transport;
using GameServer.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Client.Tests;

/// <summary>A server made of channels: a test accepts connections, expects frames and sends some, in virtual time.</summary>
internal sealed class FakeServer : ITransport
{
    private readonly Channel<FakeConnection> connections = Channel.CreateUnbounded<FakeConnection>();

    public FakeTimeProvider Time { get; } = new();

    public FrameEncoding Encoding { get; init; }

    /// <summary>While true, nobody gets through.</summary>
    public bool IsDown { get; set; }

    public int Attempts { get; private set; }

    public Task<ITransportConnection> OpenAsync(CancellationToken cancellationToken)
    {
        Attempts++;
        if (IsDown)
        {
            throw new TransportException("The server is down.");
        }

        var connection = new FakeConnection(Encoding);
        connections.Writer.TryWrite(connection);
        return Task.FromResult<ITransportConnection>(connection);
    }

    /// <summary>The next connection, without letting time pass.</summary>
    public async Task<FakeConnection> AcceptAsync() => await connections.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);

    /// <summary>The next connection, letting as much time pass as the client takes.</summary>
    public async Task<FakeConnection> AcceptLaterAsync()
    {
        FakeConnection? connection = null;
        await Patience.UntilAsync("the client connects again", () =>
        {
            if (connections.Reader.TryRead(out connection))
            {
                return true;
            }

            Time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
        return connection!;
    }
}

internal sealed class FakeConnection(FrameEncoding encoding) : ITransportConnection
{
    private readonly Channel<byte[]> toClient = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<ClientFrame> fromClient = Channel.CreateUnbounded<ClientFrame>();

    public int? CloseCode { get; private set; }

    public bool IsAborted { get; private set; }

    public bool IsClosedByClient { get; private set; }

    public void Send(params ServerFrame[] frames)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            ServerFrames.Encode(output, encoding, frame);
        }

        toClient.Writer.TryWrite(output.WrittenSpan.ToArray());
    }

    public void SendBytes(params byte[] message) => toClient.Writer.TryWrite(message);

    public async Task<TFrame> ExpectAsync<TFrame>()
        where TFrame : ClientFrame =>
        Assert.IsType<TFrame>(await fromClient.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit));

    public bool HasReceived(out ClientFrame? frame) => fromClient.Reader.TryRead(out frame);

    public void Close(int code)
    {
        CloseCode = code;
        toClient.Writer.TryComplete();
    }

    /// <summary>The network goes without a word.</summary>
    public void Lose() => toClient.Writer.TryComplete(new TransportException("Lost."));

    ValueTask ITransportConnection.SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (IsAborted)
        {
            throw new TransportException("Aborted.");
        }

        var frames = new List<ClientFrame>();
        Assert.True(ClientFrames.TryDecode(message.ToArray(), encoding, frames, out var error), error?.Message);
        foreach (var frame in frames)
        {
            fromClient.Writer.TryWrite(frame);
        }

        return ValueTask.CompletedTask;
    }

    async ValueTask<ReadOnlyMemory<byte>?> ITransportConnection.ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await toClient.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            return closed.InnerException is TransportException lost ? throw lost : null;
        }
    }

    Task ITransportConnection.CloseAsync()
    {
        IsClosedByClient = true;
        toClient.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public void Abort()
    {
        IsAborted = true;
        Lose();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
