using System.Buffers;
using GameServer.Rooms;

namespace GameServer.TestKit;

/// <summary>A checkpoint of a room and its records since, as the bytes that another node would hold.</summary>
internal sealed class RoomRecording(RoomMachine machine)
{
    private readonly ReadOnlyMemory<byte> checkpoint = machine.Save();
    private readonly List<ReadOnlyMemory<byte>> records = [];

    /// <summary>The tick of the last record.</summary>
    internal long LastTick { get; private set; } = machine.Tick;

    internal void Add(TickRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RecordCodec.Write(buffer, record);
        records.Add(buffer.WrittenMemory);
        LastTick = record.Tick;
    }

    /// <summary>Plays everything again in a fresh instance of the game.</summary>
    /// <param name="game">The instance.</param>
    /// <param name="hash">The hash that the room has at <see cref="LastTick"/>.</param>
    /// <exception cref="SimulationException">It does not come out the same; the message names the first tick that differs.</exception>
    internal void Check(Game game, ulong hash)
    {
        var replay = RoomMachine.Restore(game, machine.Identity, checkpoint);
        foreach (var record in records.Select(RecordCodec.Read))
        {
            if (!replay.Replay(record))
            {
                throw new SimulationException($"The replay differs from the room at tick {record.Tick}: {Cause}");
            }
        }

        if (replay.Hash() != hash)
        {
            throw new SimulationException($"The replay ends at tick {LastTick} in another state than the room: {Cause}");
        }
    }

    private static string Cause =>
        "the game remembers something outside its tables, or takes time or chance from somewhere else than the room.";
}
