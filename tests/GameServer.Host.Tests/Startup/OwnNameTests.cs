using System.Net;
using System.Net.Sockets;
using GameServer.Host.Startup;
using GameServer.Host.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace GameServer.Host.Tests.Startup;

public sealed class OwnNameTests
{
    private static readonly HashSet<IPAddress> own = [IPAddress.Parse("172.20.0.7"), IPAddress.Parse("fd00::7")];

    [Theory]
    [InlineData("game-node-1")]
    [InlineData("game-node-4")]
    [InlineData("game-node-64")]
    public async Task A_node_takes_the_name_that_leads_to_itself(string itsName)
    {
        var name = await OwnName.FindAsync(
            "game-node-*", own, name => Task.FromResult(Addresses(name == itsName ? "172.20.0.7" : "172.20.0.8")), TimeProvider.System);
        Assert.Equal(itsName, name);
    }

    [Fact]
    public async Task Names_that_nobody_has_and_names_that_never_answer_hold_nobody_up()
    {
        var never = new TaskCompletionSource<IPAddress[]>();
        var name = await OwnName.FindAsync(
            "node-*.game",
            own,
            name => name switch
            {
                "node-1.game" => never.Task,
                "node-3.game" => Task.FromResult(Addresses("172.20.0.9", "fd00::7")),
                _ => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)),
            },
            TimeProvider.System);
        Assert.Equal("node-3.game", name);
    }

    [Fact]
    public async Task It_asks_again_while_the_network_does_not_know_the_node_and_gives_up_in_the_end()
    {
        var time = new FakeTimeProvider();
        var rounds = 0;
        var isKnown = false;
        Task<IPAddress[]> Resolve(string name)
        {
            rounds += name == "node-2" ? 1 : 0;
            return isKnown && name == "node-2"
                ? Task.FromResult(Addresses("172.20.0.7"))
                : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.TryAgain));
        }

        var asking = OwnName.FindAsync("node-*", own, Resolve, time);
        Assert.Equal((1, false), (rounds, asking.IsCompleted));
        isKnown = true;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("node-2", await asking);

        isKnown = false;
        var inVain = OwnName.FindAsync("node-*", own, Resolve, time);
        await Deadline.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(inVain.IsCompleted);
            },
            "it to give up");
        Assert.Null(await inVain);
    }

    [Fact]
    public async Task A_name_without_a_star_is_taken_as_it_is()
    {
        var settings = new ClusterSettings { HostName = "node-7" };
        Assert.Same(settings, await OwnName.FindAsync(settings));
        Assert.Equal("node-7", settings.NodeName);
        Assert.Equal(Environment.MachineName, new ClusterSettings().NodeName);
        Assert.Equal("seven", (settings with { Node = "seven" }).NodeName);
    }

    private static IPAddress[] Addresses(params string[] addresses) => [.. addresses.Select(IPAddress.Parse)];
}
