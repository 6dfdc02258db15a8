using Akka.Cluster;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Nodes;

/// <summary>Tests that begin with three nodes in one cluster, which speak to each other over real connections.</summary>
public abstract class ThreeNodes : IAsyncLifetime
{
    private protected List<ClusterNode> Nodes { get; } = [];

    public async Task InitializeAsync()
    {
        var first = await ClusterNode.StartAsync(null);
        Nodes.Add(first);
        Nodes.AddRange(await Task.WhenAll(ClusterNode.StartAsync(first), ClusterNode.StartAsync(first)));
        await AreUpAsync();
    }

    public Task DisposeAsync() => Task.WhenAll(Nodes.Select(node => node.EndAsync()));

    private protected async Task AreUpAsync() => await Until.HoldsAsync(
        () => Nodes.All(node => node.Cluster.State.Members.Count(member => member.Status == MemberStatus.Up) == Nodes.Count
            && node.Cluster.State.Members.Count == Nodes.Count),
        $"{Nodes.Count} nodes to be up");

    /// <summary>Joins, again if the cluster was not ready for it.</summary>
    private protected static async Task<Client> JoinAsync(Client client, Action<Client> join)
    {
        join(client);
        await Until.HoldsAsync(
            () =>
            {
                if (client.Try<JoinedFrame>() is not null)
                {
                    return true;
                }

                if (client.Try<ErrorFrame>() is { } error)
                {
                    Assert.Equal(ErrorCodes.Busy, error.Code);
                    join(client);
                }

                return false;
            },
            "a seat");
        return client;
    }

    /// <summary>A player on each node, all in one room.</summary>
    private protected async Task<Client[]> SeatedInOneRoomAsync()
    {
        var clients = Nodes.Select((node, index) => node.Connect($"player-{index}")).ToArray();
        await JoinAsync(clients[0], client => client.Quick());
        foreach (var client in clients.Skip(1))
        {
            await JoinAsync(client, other => other.Room(clients[0].RoomId!));
        }

        return clients;
    }
}
