using GameServer.Cluster;
using GameServer.Cluster.Lobby;
using GameServer.Rooms;

namespace GameServer.TestKit;

/// <summary>Ids that are the same for the same seed, so that a run can be repeated.</summary>
/// <param name="seed">Any number.</param>
public sealed class SeededIds(ulong seed) : IIdSource
{
    private readonly Chance chance = new(seed);

    /// <inheritdoc/>
    public string NewRoomId() =>
        string.Create(RoomCode.Length, chance, static (id, chance) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = RoomCode.Alphabet[chance.Next(RoomCode.Alphabet.Length)];
            }
        });

    /// <inheritdoc/>
    public string NewEpochId() => NewSeed().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public ulong NewSeed() => (ulong)chance.NextBits() << 32 | chance.NextBits();
}
