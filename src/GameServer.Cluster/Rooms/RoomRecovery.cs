using GameServer.Cluster.Replication;
using GameServer.Rooms;
using MessagePack;

namespace GameServer.Cluster.Rooms;

/// <summary>A room that was brought back from its copy.</summary>
/// <param name="Machine">Its state.</param>
/// <param name="Epoch">The incarnation that goes on.</param>
/// <param name="Crashes">When it was recovered after crashes.</param>
/// <param name="Rewound">Null, or why it goes on from its checkpoint although there were records.</param>
internal sealed record RecoveredRoom(RoomMachine Machine, RoomEpoch Epoch, IReadOnlyList<long> Crashes, string? Rewound);

/// <summary>A copy of a room.</summary>
/// <param name="Image">Its checkpoint and what goes with it.</param>
/// <param name="Records">What happened since.</param>
internal sealed record FoundRoom(RoomImage Image, IReadOnlyList<ReadOnlyMemory<byte>> Records);

/// <summary>Brings a room back from a copy: checkpoint, then its records through the game.</summary>
internal static class RoomRecovery
{
    /// <summary>A room that crashes this often within <see cref="CrashWindow"/> is closed: it must not take node after node with it.</summary>
    internal const int MaxCrashes = 3;

    /// <summary>The same for a durable room, which is not closed by it but kept waiting.</summary>
    internal const int MaxDurableCrashes = 10;

    internal static readonly TimeSpan CrashWindow = TimeSpan.FromMinutes(1);

    /// <summary>Whether a room has crashed too often.</summary>
    internal static bool IsTooOften(RecoveredRoom room) =>
        room.Crashes.Count >= (room.Machine.Settings.Durable ? MaxDurableCrashes : MaxCrashes);

    /// <param name="games">The games there are.</param>
    /// <param name="copy">What <see cref="StoredRoom"/> packed.</param>
    /// <exception cref="InvalidDataException">The copy cannot be read.</exception>
    /// <exception cref="NewerVersionException">It is of a game or in a format that this node has not.</exception>
    internal static FoundRoom Read(GameCatalog games, ReadOnlyMemory<byte> copy)
    {
        var (image, records) = StoredRoom.Unpack(copy);
        return Read(games, image, records);
    }

    /// <param name="games">The games there are.</param>
    /// <param name="checkpoint">The image.</param>
    /// <param name="records">The records since.</param>
    /// <exception cref="InvalidDataException">The copy cannot be read.</exception>
    /// <exception cref="NewerVersionException">It is of a game or in a format that this node has not.</exception>
    internal static FoundRoom Read(GameCatalog games, ReadOnlyMemory<byte> checkpoint, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var image = RoomImage.Decode(checkpoint);
        if (games.Find(image.Identity.Kind) is null)
        {
            throw new NewerVersionException($"There is no game '{image.Identity.Kind}' here.");
        }

        return new FoundRoom(image, records);
    }

    /// <param name="games">The games there are.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="epoch">The incarnation that goes on.</param>
    /// <param name="between">Incarnations that began from this copy before.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidDataException">The state is of a version that this node does not go on with.</exception>
    /// <exception cref="NewerVersionException">The state is of a newer version.</exception>
    /// <exception cref="GameFailedException">The game threw.</exception>
    internal static RecoveredRoom Recover(
        GameCatalog games, FoundRoom copy, ReplicaEpoch epoch, IEnumerable<ReplicaEpoch> between, DateTimeOffset now)
    {
        var (image, records) = copy;
        var (machine, rewound) = Replay(games, image, records);
        var since = (now - CrashWindow).ToUnixTimeMilliseconds();
        // What was handed over has not crashed: it stopped with an image that was its last.
        long[] crashes = image.IsHandedOver
            ? [.. image.Crashes.Where(at => at >= since)]
            : [.. image.Crashes.Where(at => at >= since), now.ToUnixTimeMilliseconds()];
        // They told no more events than the copy has, since no store had anything of theirs; and those that they told are the same.
        var next = image.Epoch.Next(epoch.Number, epoch.Id, machine.Log.Head, between.Select(other => other.Id));
        return new RecoveredRoom(machine, next, crashes, rewound);
    }

    private static (RoomMachine Machine, string? Rewound) Replay(
        GameCatalog games, RoomImage image, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var machine = Restore(games, image);
        foreach (var bytes in records)
        {
            TickRecord record;
            try
            {
                record = RecordCodec.Read(bytes);
            }
            catch (MessagePackSerializationException broken)
            {
                return (Restore(games, image), broken.Message);
            }

            if (!machine.Replay(record))
            {
                return (Restore(games, image), $"tick {record.Tick} came out differently");
            }
        }

        return (machine, null);
    }

    private static RoomMachine Restore(GameCatalog games, RoomImage image) =>
        RoomMachine.Restore(games.Create(image.Identity.Kind), image.Identity, image.State, image.Log);
}
