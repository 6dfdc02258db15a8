using GameServer.Cluster.Lobby;
using MessagePack;

namespace GameServer.Cluster.Serialization;

/// <summary>The messages to the matchmaker, and its answers.</summary>
internal static class LobbyCodecs
{
    internal static MessageCodec[] All { get; } =
    [
        new MessageCodec<FindRoom>(
            "fr1",
            7,
            static (ref MessagePackWriter writer, FindRoom find) =>
            {
                writer.Write(find.Handle);
                writer.Write(find.JoinId);
                writer.Write(find.Kind);
                writer.Write(find.PlayerId);
                writer.Write(find.Private);
                writer.WritePayload(find.Options);
                writer.WriteList(find.Excluded, static (ref MessagePackWriter items, string roomId) => items.Write(roomId));
            },
            static (ref WireReader reader) => new FindRoom(
                reader.Int32(),
                reader.Text(),
                reader.Text(),
                reader.Text(),
                reader.Boolean(),
                reader.Payload(),
                reader.ReadList(static (ref WireReader items) => items.Text()))),
        new MessageCodec<RoomProposed>(
            "rp1",
            3,
            static (ref MessagePackWriter writer, RoomProposed proposed) =>
            {
                writer.Write(proposed.Handle);
                writer.Write(proposed.JoinId);
                writer.Write(proposed.RoomId);
            },
            static (ref WireReader reader) => new RoomProposed(reader.Int32(), reader.Text(), reader.Text())),
        new MessageCodec<NoProposal>(
            "np1",
            4,
            static (ref MessagePackWriter writer, NoProposal none) =>
            {
                writer.Write(none.Handle);
                writer.Write(none.JoinId);
                writer.Write(none.Code);
                writer.Write(none.Message);
            },
            static (ref WireReader reader) => new NoProposal(reader.Int32(), reader.Text(), reader.Text(), reader.Text())),
        new MessageCodec<RoomAnnounced>(
            "ra1",
            5,
            static (ref MessagePackWriter writer, RoomAnnounced announced) =>
            {
                writer.Write(announced.RoomId);
                writer.Write(announced.Kind);
                writer.Write(announced.IsPrivate);
                writer.Write(announced.Taken);
                writer.Write(announced.Seats);
            },
            static (ref WireReader reader) => new RoomAnnounced(
                reader.Text(), reader.Text(), reader.Boolean(), reader.Int32(), reader.Int32())),
        new MessageCodec<RoomWithdrawn>(
            "rw1",
            1,
            static (ref MessagePackWriter writer, RoomWithdrawn withdrawn) => writer.Write(withdrawn.RoomId),
            static (ref WireReader reader) => new RoomWithdrawn(reader.Text())),
    ];
}
