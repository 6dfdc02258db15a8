using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Support;

/// <summary>Tests of one node that runs the counter game at 20 ticks a second, in virtual time.</summary>
public abstract class NodeTest : GameTestKit
{
    protected const int TickRate = 20;

    private SimulatedNode? node;

    private protected RecordingLog Entries { get; } = new();

    private protected NodeLimits Limits { get; set; } = new();

    private protected GameSettings Settings { get; set; } = CounterGame.Defaults;

    private protected SimulatedNode Server => node ??= new SimulatedNode(
        Sys, new GameCatalog().Add(() => new CounterGame(Settings)), limits: Limits, log: Entries);

    private protected Client Connect(string player, FrameEncoding encoding = FrameEncoding.Binary) => new(Server, player, encoding);

    /// <summary>A player who has joined a public room by quick match and has read what that brought.</summary>
    private protected Client Seated(string player, out JoinedFrame joined, FrameEncoding encoding = FrameEncoding.Binary)
    {
        var client = Connect(player, encoding);
        client.Quick($"quick-{player}");
        Ticks(1);
        joined = client.Expect<JoinedFrame>();
        client.Skim();
        return client;
    }

    private protected Client Seated(string player) => Seated(player, out _);

    protected void Ticks(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            Server.Time.Step(TickRate);
        }
    }

    protected void Pass(TimeSpan time) => Server.Time.Advance(time, TickRate);
}
