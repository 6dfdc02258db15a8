using System.Collections.Concurrent;
using System.Diagnostics;
using GameServer.Client;
using GameServer.Client.Transport;
using GameServer.Protocol;
using Xunit.Abstractions;

namespace GameServer.Chaos;

/// <summary>
/// How long it takes from a client's word to another's ear: over three nodes, with the room on the third, and on the room's node alone.
/// In turn, so that what else the machine does falls on both.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LatencyTests(ITestOutputHelper output)
{
    private const int Sayings = 400;

    [SkippableFact]
    public async Task From_a_client_to_another_by_way_of_other_nodes_and_of_one()
    {
        Skip.If(Environment.GetEnvironmentVariable("CHAOS") != "long", "Measures for a minute: set CHAOS=long.");
        await using var nodes = new Nodes(3);
        await Task.WhenAll(nodes.StartAsync(0), nodes.StartAsync(1), nodes.StartAsync(2));
        await nodes.AreOneClusterAsync(0, 1, 2);
        await using var maker = await Talker.JoinAsync(nodes.AddressOf(0));
        var home = nodes.HomeOf(maker.RoomId) ?? throw new InvalidOperationException("The room is nowhere.");
        await using var speaker = await Talker.JoinAsync(nodes.AddressOf((home + 1) % 3), maker.RoomId);
        await using var listener = await Talker.JoinAsync(nodes.AddressOf((home + 2) % 3), maker.RoomId);
        await using var localSpeaker = await Talker.JoinAsync(nodes.AddressOf(home), maker.RoomId);
        await using var localListener = await Talker.JoinAsync(nodes.AddressOf(home), maker.RoomId);
        var (across, within) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Sayings; i++)
        {
            across.Add(await speaker.SayAsync($"across {i}", listener));
            within.Add(await localSpeaker.SayAsync($"within {i}", localListener));
        }

        output.WriteLine("| from a client to another, by way of a room at 30 Hz | p50 | p99 |");
        output.WriteLine("|---|---|---|");
        output.WriteLine($"| on three nodes | {At(across, 0.5):0} ms | {At(across, 0.99):0} ms |");
        output.WriteLine($"| on the room's node | {At(within, 0.5):0} ms | {At(within, 0.99):0} ms |");
        Assert.Equal((Sayings, Sayings), (across.Count, within.Count));
    }

    private static double At(List<TimeSpan> times, double part) =>
        times.Order().ElementAt((int)Math.Ceiling(part * times.Count) - 1).TotalMilliseconds;

    private sealed class Talker : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> awaited = new();
        private GameClient client = null!;
        private GameRoom room = null!;

        internal string RoomId => room.Id;

        internal static async Task<Talker> JoinAsync(Uri node, string? roomId = null)
        {
            using var http = new HttpClient();
            var guest = await Players.CreateAsync(http, node);
            var talker = new Talker();
            talker.client = await GameClient.ConnectAsync(new GameClientOptions
            {
                BaseAddress = node,
                Token = _ => ValueTask.FromResult(guest.Token),
                Transport = new WebSocketTransport(node, FrameEncoding.Binary),
            });
            talker.room = await talker.client.JoinAsync(new JoinOptions(roomId is null ? JoinBy.Create : JoinBy.Room, roomId ?? OrdealGame.Kind)
            {
                OnEvent = (_, made) => talker.Heard(made.Payload.AsText(200)),
            });
            return talker;
        }

        /// <summary>Says something, and waits until the other has heard it.</summary>
        internal async Task<TimeSpan> SayAsync(string text, Talker to)
        {
            var heard = to.awaited.GetOrAdd(text, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
            var said = Stopwatch.GetTimestamp();
            await room.CommandAsync("say", text);
            return Stopwatch.GetElapsedTime(said, await heard.Task);
        }

        public ValueTask DisposeAsync() => client.DisposeAsync();

        private void Heard(string text)
        {
            if (awaited.TryRemove(text, out var waiting))
            {
                waiting.SetResult(Stopwatch.GetTimestamp());
            }
        }
    }
}
