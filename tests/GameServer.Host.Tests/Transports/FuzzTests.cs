using System.Net.WebSockets;
using GameServer.Host.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Host.Tests.Transports;

/// <summary>Hundreds of connections that say anything at all, over real sockets. The same seed, the same bytes.</summary>
[Collection(SharedServerTests.Name)]
public sealed class FuzzTests(SharedServer shared)
{
    private const int Seed = 20_260_101;
    private const int Connections = 200;
    private const int AtOnce = 8;

    [Fact]
    public async Task Whatever_is_sent_the_server_logs_no_error_and_others_play_on()
    {
        var seeds = new Random(Seed);
        foreach (var batch in Enumerable.Range(0, Connections).Select(_ => seeds.Next()).Chunk(AtOnce))
        {
            await Task.WhenAll(batch.Select(seed => DisturbAsync(new Random(seed)))).Within("a batch of fuzz");
        }

        await shared.AssertBystanderPlaysOnAsync();
        await using var client = await RawClient.ConnectAsync(shared.Server);
        await client.JoinArenaAsync();
        Assert.Empty(shared.Server.Logs.Errors);
    }

    private async Task DisturbAsync(Random chance)
    {
        var encoding = chance.Next(2) == 0 ? FrameEncoding.Binary : FrameEncoding.Text;
        await using var client = await RawClient.OpenAsync(shared.Server.Address, encoding);
        try
        {
            if (chance.Next(4) > 0)
            {
                await client.SendAsync(new HelloFrame(1, shared.Server.TokenFor("Fuzz"), null));
            }

            for (var message = chance.Next(1, 8); message > 0; message--)
            {
                await client.SendRawAsync(
                    Message(chance, encoding),
                    chance.Next(20) == 0 ? WebSocketMessageType.Text : null,
                    endOfMessage: chance.Next(10) > 0);
            }
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or OperationCanceledException)
        {
            // The server has had enough of this one, as it may.
        }
    }

    private static byte[] Message(Random chance, FrameEncoding encoding)
    {
        var frames = Enumerable.Range(0, chance.Next(1, 6)).Select(_ => Frame(chance)).ToArray();
        var bytes = RawClient.Encode(encoding, frames);
        switch (chance.Next(5))
        {
            case 0:
                chance.NextBytes(bytes);
                return bytes;
            case 1:
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
                return bytes;
            case 2:
                return bytes[..chance.Next(bytes.Length)];
            case 3:
                return new byte[chance.Next(2 * Limits.MessageBytes)];
            default:
                return bytes;
        }
    }

    private static ClientFrame Frame(Random chance) => chance.Next(7) switch
    {
        0 => new HelloFrame(chance.Next(3), "no token", null),
        1 => new JoinFrame(
            chance.Next(3), $"join-{chance.Next(3)}", (JoinBy)chance.Next(4), chance.Next(2) == 0 ? "arena" : "r-4711", false, 0, null, 7),
        2 => new LeaveFrame(chance.Next(3)),
        3 => new InputFrame(chance.Next(3), chance.NextInt64(Limits.MaxInteger), Payload.Array(chance.Next(), chance.Next())),
        4 => new CommandFrame(chance.Next(3), 1 + chance.Next(4), 1 + chance.Next(3), "say", Payload.Map(("text", chance.Next()))),
        5 => new AckFrame(chance.Next(3), 1 + chance.Next(4), chance.Next(40)),
        _ => new PingFrame(chance.Next(3), chance.Next()),
    };
}
