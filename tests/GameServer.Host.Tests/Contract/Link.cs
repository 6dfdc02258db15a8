using GameServer.Protocol;

namespace GameServer.Host.Tests.Contract;

internal enum Transport
{
    WebSocket,
    Stream,
    LongPoll,
    ShortPoll,
}

/// <summary>The room has heard nothing for too long: the client has to join again, with its cursor.</summary>
internal sealed class SeatLostException : Exception;

/// <summary>The connection or the requests of one stay on one transport. Whatever breaks it is an <see cref="IOException"/> or its like.</summary>
internal abstract class Link(Holding held, CancellationToken stay) : IDisposable
{
    /// <summary>The client has changed to another: what still comes here is nobody's.</summary>
    private readonly CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(stay);

    protected Holding Held { get; } = held;

    protected CancellationToken Left => left.Token;

    /// <summary>Joins, receives and says what there is to say until it breaks or is left.</summary>
    internal abstract Task RunAsync(JoinFrame join, Action joined);

    /// <summary>Runs what makes up the link until any of it fails, and then ends the rest.</summary>
    protected async Task TogetherAsync(params Task[] parts)
    {
        var first = await Task.WhenAny(parts);
        await left.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public virtual void Dispose() => left.Dispose();

    /// <summary>Takes frames over, unless they come too late.</summary>
    protected void Take(IEnumerable<ServerFrame> frames)
    {
        lock (Held)
        {
            Left.ThrowIfCancellationRequested();
            foreach (var frame in frames)
            {
                Held.Follow(frame);
            }
        }
    }

    protected ClientFrame[] ToSay()
    {
        lock (Held)
        {
            return Held.Unconfirmed();
        }
    }

    protected void Said(ClientFrame[] frames)
    {
        lock (Held)
        {
            Held.Said(frames);
        }
    }

    protected static List<ServerFrame> Decode(byte[] bytes, FrameEncoding encoding)
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(bytes, encoding, frames, out var why), why);
        return frames;
    }
}
