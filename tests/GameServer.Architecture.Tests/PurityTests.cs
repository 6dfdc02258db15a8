using Akka.Actor;
using Akka.Persistence;
using GameServer.Cluster;
using GameServer.Cluster.Rooms;

namespace GameServer.Architecture.Tests;

/// <summary>House rules that the compiler cannot hold.</summary>
public sealed class PurityTests
{
    [Fact]
    public void Actors_are_sealed_and_take_one_message_at_a_time()
    {
        var actors = typeof(RoomActor).Assembly.GetTypes()
            .Where(type => typeof(ActorBase).IsAssignableFrom(type))
            .ToArray();
        Assert.True(actors.Length >= 5, "There are fewer actors than there were; does this test still see them?");
        Assert.All(actors, actor => Assert.True(actor.IsSealed, $"{actor.Name} is not sealed."));
        Assert.All(actors, actor => Assert.True(
            typeof(UntypedActor).IsAssignableFrom(actor) || typeof(UntypedPersistentActor).IsAssignableFrom(actor),
            $"{actor.Name} is no UntypedActor: it might await."));
    }

    /// <summary>Records are messages, but for these, which are parts of messages or are handed to constructors.</summary>
    private static readonly string[] parts =
    [
        "BatchTaken", "CheckpointPiece", "ClusterSnapshot", "ConnectionCounts", "EnvelopeBody", "GatewayRefusal", "GatewayReply", "JoinedSeat",
        "LeaseGrant", "NodeLimits", "NodeRates", "NodeServices", "NodeSnapshot", "OnlineReport", "OnlineSnapshot", "OutboxClosing",
        "OverviewPicture", "PlayerIdentity", "PolledRoom",
        "RatesSnapshot", "ReaderSettings", "ReplicaBatch", "ReplicationLinks", "ReplicationView", "RoomBatch", "RoomFigures", "RoomListing",
        "RoomMove", "RoomNeighbours", "RoomReport", "RoomSnapshot", "SessionNeighbours", "ShardHost", "StreamOpening", "StreamTicket",
    ];

    [Fact]
    public void Every_message_is_for_the_cluster_or_says_that_it_stays_on_its_node()
    {
        var messages = typeof(RoomActor).Assembly.GetExportedTypes()
            .Where(type => type.GetMethod("<Clone>$") is not null && !parts.Contains(type.Name))
            .ToArray();
        Assert.True(messages.Length > 20, $"There are {messages.Length} messages; does this test still see them?");
        Assert.All(messages, message => Assert.True(
            typeof(IClusterMessage).IsAssignableFrom(message) || typeof(INoSerializationVerificationNeeded).IsAssignableFrom(message),
            $"{message.Name} is neither."));
    }
}
