using GameServer.Cluster.Serialization;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Rooms;

/// <summary>The highest input of a seat that is applied.</summary>
public readonly record struct SeatInputMark(int Seat, long N);

/// <summary>
/// What a room has to say after a tick. Made once and shared by all nodes; between two envelopes nothing changed.
/// </summary>
/// <param name="From">The tick from which <paramref name="Tables"/> leads.</param>
/// <param name="Tick">The tick that the room has reached.</param>
/// <param name="Tables">A <c>tables</c> field, MessagePack.</param>
/// <param name="Inputs">The applied inputs of all seats.</param>
/// <param name="Events">The events to release, by rising offset.</param>
/// <param name="Answers">The answers to release.</param>
/// <param name="Ended">Seats that were given up.</param>
/// <param name="Seated">Seats that were attached, with the attach that counts from now on.</param>
public sealed record EnvelopeBody(
    long From,
    long Tick,
    ReadOnlyMemory<byte> Tables,
    IReadOnlyList<SeatInputMark> Inputs,
    IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<SeatAnswer> Answers,
    IReadOnlyList<SeatEnded> Ended,
    IReadOnlyList<SeatHolder> Seated)
{
    private readonly Lock gate = new();
    private ReadOnlyMemory<byte> encoded;

    /// <summary>
    /// The body as it goes to other nodes: encoded when the first of them is written to, by whichever of their threads comes first.
    /// </summary>
    internal ReadOnlyMemory<byte> Encoded
    {
        get
        {
            lock (gate)
            {
                if (encoded.IsEmpty)
                {
                    encoded = EnvelopeCodecs.Encode(this);
                }

                return encoded;
            }
        }
    }
}

/// <summary>A room's envelope to one relay.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="EpochId">The incarnation that sends it.</param>
/// <param name="Seq">Counts the envelopes to this relay; a gap makes the relay subscribe anew.</param>
/// <param name="Body">The same for all relays.</param>
public sealed record RoomEnvelope(string RoomId, string EpochId, long Seq, EnvelopeBody Body) : IClusterMessage;

/// <summary>The room has ended; there will be no more envelopes.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Code">A <c>left</c> code of the protocol.</param>
/// <param name="Message">A sentence for the members.</param>
public sealed record RoomEnded(string RoomId, string Code, string Message) : IClusterMessage;

/// <summary>The room stands still until its next envelope.</summary>
/// <param name="RoomId">The room.</param>
public sealed record RoomHeldUp(string RoomId) : IClusterMessage;

/// <summary>Everything a relay needs to begin.</summary>
/// <param name="Identity">Which room.</param>
/// <param name="Epoch">Its incarnation.</param>
/// <param name="Settings">What readers have to know of the game.</param>
/// <param name="Seq">The number of the last envelope before this; the next is one more.</param>
/// <param name="Tick">The tick of the state.</param>
/// <param name="Schema">The replicated tables.</param>
/// <param name="Tables">A <c>tables</c> field of full state.</param>
/// <param name="Inputs">The applied inputs of all seats.</param>
/// <param name="LogTail">The offset after which <paramref name="Events"/> begin.</param>
/// <param name="Events">The events that are kept and released.</param>
/// <param name="Answers">The answers that clients have not acknowledged.</param>
/// <param name="Holders">Who holds which seat: readers of other attaches have lost theirs unnoticed.</param>
/// <param name="Views">For each table the column that says who sees a row, or −1; null if everyone sees everything.</param>
/// <param name="Format">Which of <see cref="Membership.NodeFormats"/> is spoken; null if the room says none.</param>
public sealed record RelaySubscribed(
    RoomIdentity Identity,
    RoomEpoch Epoch,
    ReaderSettings Settings,
    long Seq,
    long Tick,
    IReadOnlyList<TableSchema> Schema,
    ReadOnlyMemory<byte> Tables,
    IReadOnlyList<SeatInputMark> Inputs,
    long LogTail,
    IReadOnlyList<RoomEvent> Events,
    IReadOnlyList<SeatAnswer> Answers,
    IReadOnlyList<SeatHolder> Holders,
    IReadOnlyList<int>? Views = null,
    int? Format = null) : IClusterMessage;

/// <summary>What readers have to know of a game.</summary>
/// <param name="TickRate">Ticks a second.</param>
/// <param name="Watchable">Whether watchers are let in.</param>
/// <param name="EventLogEvents">How many events the log keeps.</param>
/// <param name="Public">True if those who are no players may watch; null if not.</param>
public sealed record ReaderSettings(int TickRate, bool Watchable, int EventLogEvents, bool? Public = null);
