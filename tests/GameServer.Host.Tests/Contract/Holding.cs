using GameServer.Cluster.Tests.Contract;
using GameServer.Protocol;
using GameServer.TestKit;

namespace GameServer.Host.Tests.Contract;

/// <summary>
/// What a client holds over all its connections, whatever transport they are of, and the first half of the contract: each frame must
/// follow from what was told before.
/// </summary>
/// <param name="eventsKept">How many events the room keeps: who lacks no more must get them.</param>
internal sealed class Holding(int eventsKept)
{
    private const int Stream = 7;

    private readonly List<CommandFrame> unanswered = [];
    private readonly List<InputFrame> unconfirmed = [];
    private readonly Dictionary<long, int> unansweredSayings = [];
    private long inputs;

    /// <summary>Up to there events were told, or said to be lost. That a joined moves the cursor excuses no loss.</summary>
    private long heard;

    private bool isOwedFullState;

    internal string RoomId { get; private set; } = "";

    internal long Attach { get; private set; }

    internal Cursor? Cursor { get; private set; }

    internal PlayerCopy Copy { get; } = new();

    /// <summary>The second half of the contract is judged by it.</summary>
    internal ClientLog Log { get; } = new();

    /// <summary>What the state was, by its tick.</summary>
    internal Dictionary<long, int> States { get; } = [];

    internal long Commands { get; private set; }

    /// <summary>Answers beyond one for each time that their command was said.</summary>
    internal int Repeats { get; private set; }

    internal bool HasAllAnswers => unanswered.Count == 0;

    internal string Position => $"{Cursor!.Value.Epoch},{Cursor.Value.EpochId},{Cursor.Value.Offset},{Cursor.Value.Baseline}";

    internal Cursor? Resume => Cursor is { } held ? held with { Attach = Attach } : null;

    /// <summary>A command whose answer says how many of them were applied.</summary>
    internal void Count()
    {
        unanswered.Add(new CommandFrame(0, Stream, ++Commands, "total", 1));
        Log.Say($"{Commands}");
    }

    internal void Press() => unconfirmed.Add(new InputFrame(0, ++inputs, 0));

    /// <summary>All that the server has not confirmed.</summary>
    internal ClientFrame[] Unconfirmed()
    {
        var known = unanswered.Count == 0 ? Commands : unanswered[0].N - 1;
        return [.. unconfirmed.Take(20), .. unanswered.Take(20), new AckFrame(0, Stream, known)];
    }

    internal void Said(ClientFrame[] frames)
    {
        foreach (var command in frames.OfType<CommandFrame>())
        {
            unansweredSayings[command.N] = unansweredSayings.GetValueOrDefault(command.N) + 1;
        }
    }

    /// <summary>A send with these frames was answered, so its inputs were received.</summary>
    internal void Delivered(ClientFrame[] frames) => Received(frames.OfType<InputFrame>().Select(frame => frame.N).DefaultIfEmpty().Max());

    /// <summary>Inputs up to that one have been received.</summary>
    internal void Received(long input) => unconfirmed.RemoveAll(frame => frame.N <= input);

    internal void Follow(ServerFrame frame)
    {
        switch (frame)
        {
            case JoinedFrame joined:
                var baseline = Cursor?.EpochId == joined.EpochId ? Cursor.Value.Baseline : 0;
                Cursor = new Cursor(joined.Epoch, joined.EpochId, joined.Offset, baseline);
                (RoomId, Attach) = (joined.RoomId, joined.Attach);
                Log.BeginAfter(joined.Offset);
                Received(joined.Input);
                break;
            case ResyncFrame resync:
                Follow(resync);
                Cursor = new Cursor(resync.Epoch, resync.EpochId, resync.Offset, 0);
                break;
            case EventsFrame events:
                Follow(events);
                break;
            case FullFrame or DeltaFrame:
                Assert.True(frame is FullFrame || !isOwedFullState, "A delta came after a resync, before a full state.");
                isOwedFullState = false;
                var before = Copy.Tick;
                Copy.Apply(frame);
                Assert.True(Copy.Tick >= before, $"State went back from {before} to {Copy.Tick}.");
                States[Copy.Tick] = Copy.Describe().GetHashCode(StringComparison.Ordinal);
                Cursor = Cursor!.Value with { Baseline = Copy.Tick };
                Log.State(Cursor.Value.EpochId!, Copy.Tick);
                break;
            case AnswerFrame answer:
                Follow(answer);
                break;
            case ErrorFrame { Code: not (ErrorCodes.NotJoined or ErrorCodes.RateLimited) } error:
                Assert.Fail($"{error}");
                break;
            case LeftFrame left:
                Assert.Fail($"{left}");
                break;
        }
    }

    private void Follow(ResyncFrame resync)
    {
        Assert.True(
            resync.Reason == ResyncReasons.LogTrimmed && resync.Offset - heard > eventsKept,
            $"All after {heard} is kept ({eventsKept} events), and yet there was {resync}.");
        Log.Lost(heard, resync.Offset);
        heard = resync.Offset;
        isOwedFullState = true;
    }

    private void Follow(EventsFrame events)
    {
        // What is below would be told again, and what is above would leave a gap.
        Assert.True(events.From == Cursor!.Value.Offset, $"Events from {events.From} came for {Cursor}.");
        foreach (var item in events.Events)
        {
            Log.Event(item.Offset, $"{item.Name} {item.Payload}");
        }

        Cursor = Cursor.Value with { Offset = events.To };
        heard = events.To;
    }

    private void Follow(AnswerFrame answer)
    {
        Assert.Null(answer.Code);
        Repeats += --unansweredSayings[answer.N] < 0 ? 1 : 0;
        Assert.Equal(answer.N, answer.Payload.AsInteger());
        Log.Answer($"{answer.N}", $"{answer.Payload}");
        unanswered.RemoveAll(frame => frame.N == answer.N);
    }
}
