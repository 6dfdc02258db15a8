using GameServer.Protocol;

namespace GameServer.Rooms;

/// <summary>An input as it waits for its tick.</summary>
internal readonly record struct WaitingInput(long N, Payload Payload);

/// <summary>
/// The inputs of one seat that wait for a tick, one for each. Bound: <see cref="Limits.WaitingInputs"/>; another one drops the
/// oldest, since the newest tells best what the player wants.
/// </summary>
internal sealed class InputQueue
{
    private readonly Queue<WaitingInput> waiting = new();

    internal long LastReceived { get; private set; }

    /// <returns>Whether the input is new.</returns>
    internal bool Offer(long n, Payload payload)
    {
        if (n <= LastReceived)
        {
            return false;
        }

        LastReceived = n;
        if (waiting.Count == Limits.WaitingInputs)
        {
            waiting.Dequeue();
        }

        waiting.Enqueue(new WaitingInput(n, payload));
        return true;
    }

    internal bool TryTake(out WaitingInput input) => waiting.TryDequeue(out input);

    internal void Clear() => waiting.Clear();

    internal void Applied(long n) => LastReceived = Math.Max(LastReceived, n);
}
