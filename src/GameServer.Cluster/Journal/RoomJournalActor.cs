using Akka.Actor;
using Akka.Persistence;

namespace GameServer.Cluster.Journal;

/// <summary>What the journal has of a room.</summary>
/// <param name="Image">The last image; null if there is no room to go on with.</param>
/// <param name="Records">The records since.</param>
internal sealed record JournalRead(ReadOnlyMemory<byte>? Image, IReadOnlyList<ReadOnlyMemory<byte>> Records)
    : INoSerializationVerificationNeeded;

/// <summary>The journal is to keep something. Answered by <see cref="JournalKept"/>, or by <see cref="JournalLost"/> for good.</summary>
/// <param name="Entry">What.</param>
/// <param name="Record">The last record that it holds.</param>
internal sealed record KeepInJournal(JournalEntry Entry, long Record) : INoSerializationVerificationNeeded;

/// <summary>The journal has it, and all that was given to it before.</summary>
internal sealed record JournalKept(JournalEntry Entry, long Record) : INoSerializationVerificationNeeded;

/// <summary>The journal could not be read or written.</summary>
internal sealed record JournalLost(string Reason) : INoSerializationVerificationNeeded;

/// <summary>
/// A room's part of the journal: reads it when the room begins, then writes what it is given, and deletes what an image has made
/// worthless. Entries are numbered, and a number is taken once in the whole cluster: of two incarnations that write, one fails.
/// </summary>
/// <remarks>
/// Mailbox: bounded by the room, which stops ticking when nothing comes back for <see cref="JournalCommit.Patience"/>. What is given
/// while something is being written goes with the next write.
/// </remarks>
public sealed class RoomJournalActor : UntypedPersistentActor
{
    private readonly List<ReadOnlyMemory<byte>> records = [];
    private ReadOnlyMemory<byte>? image;
    private string lostFor = "it stopped";

    /// <param name="roomId">The room.</param>
    public RoomJournalActor(string roomId) => PersistenceId = roomId;

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <summary>Images are entries like others, so that they are fenced as well.</summary>
    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    /// <summary>How it is made.</summary>
    public static Props Props(string roomId) => Akka.Actor.Props.Create(() => new RoomJournalActor(roomId));

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case JournaledImage whole:
                image = whole.Bytes;
                records.Clear();
                break;
            case JournaledRecord record:
                records.Add(record.Bytes);
                break;
            case JournaledEnd:
                image = null;
                records.Clear();
                break;
            case RecoveryCompleted:
                Context.Parent.Tell(new JournalRead(image, [.. records]));
                image = null;
                records.Clear();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case KeepInJournal keep:
                PersistAsync(keep.Entry, _ => OnKept(keep));
                break;
            case DeleteMessagesSuccess or DeleteMessagesFailure:
                // What is left over is read and dropped, and deleted with the next image.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => lostFor = cause.Message;

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        lostFor = cause.Message;
        Context.Stop(Self);
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null) => lostFor = reason.Message;

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.Parent.Tell(new JournalLost(lostFor));
        base.PostStop();
    }

    private void OnKept(KeepInJournal keep)
    {
        Context.Parent.Tell(new JournalKept(keep.Entry, keep.Record));
        if (keep.Entry is not JournaledRecord && LastSequenceNr > 1)
        {
            DeleteMessages(LastSequenceNr - 1);
        }
    }
}
