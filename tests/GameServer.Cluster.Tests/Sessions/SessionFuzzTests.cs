using System.Buffers;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Sessions;

/// <summary>Sessions under clients that say anything, in any order, half of it damaged on the way.</summary>
[Collection(nameof(Alone))]
public sealed class SessionFuzzTests : NodeTest
{
    private const int Messages = 100_000;
    private const int MessagesPerTick = 50;

    private static readonly string[] commands = ["add", "say", "whisper", "roll", "none", "", "\u0000", new('x', 33)];
    private static readonly string[] targets = ["counter", "other", "", "0123456789", "O1L-I2 3456", new('Z', 65)];

    private readonly Random random = new(2026);
    private readonly List<ClientFrame> decoded = [];
    private string roomId = "";

    [Fact]
    public void A_hundred_thousand_hostile_messages_harm_nobody_else()
    {
        var good = Seated("good", out var joined);
        roomId = joined.RoomId;
        var hostile = Enumerable.Range(0, 3).Select(Hostile).ToArray();
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        var ticks = 0;
        for (var i = 0; i < Messages; i++)
        {
            var which = random.Next(hostile.Length);
            if (!Throw(hostile[which]))
            {
                hostile[which].Cut();
                hostile[which] = Hostile(which);
            }

            if (i % MessagesPerTick == 0)
            {
                good.Input(++ticks, 1);
                Ticks(1);
                Assert.True(good.All<DeltaFrame>().Count > 0, $"The good player got no state in tick {ticks}.");
                good.ExpectNone<ErrorFrame>();
                good.ExpectNone<LeftFrame>();
                foreach (var connection in hostile.Where(_ => random.Next(4) > 0))
                {
                    connection.Skip();
                }
            }
        }

        Assert.Empty(Entries.At(LogLevel.Error));
        Assert.Empty(Entries.At(LogLevel.Critical));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Assert.True(growth < 4 * 1024 * 1024, $"{growth:N0} bytes more are held than before.");
    }

    private SimulatedConnection Hostile(int number) =>
        Server.Connect($"hostile-{number}", "Eve", number == 0 ? FrameEncoding.Text : FrameEncoding.Binary);

    /// <returns>False when a transport would close the connection now, or the server has.</returns>
    private bool Throw(SimulatedConnection connection)
    {
        if (connection.Closing is not null)
        {
            return false;
        }

        var message = new ArrayBufferWriter<byte>();
        for (var frames = random.Next(1, 4); frames > 0; frames--)
        {
            ClientFrames.Encode(message, connection.Encoding, AnyFrame());
        }

        var bytes = message.WrittenSpan.ToArray();
        if (random.Next(2) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        decoded.Clear();
        var whole = ClientFrames.TryDecode(bytes, connection.Encoding, decoded, out var error);
        Assert.Equal(whole, error is null);
        connection.Deliver([.. decoded]);
        return whole;
    }

    private ClientFrame AnyFrame() => random.Next(9) switch
    {
        0 => new HelloFrame(random.Next(3), "token", null),
        1 or 2 => new JoinFrame(
            random.Next(12), $"join-{random.Next(20)}", (JoinBy)random.Next(4), AnyTarget(), random.Next(4) == 0,
            random.Next(70), AnyCursor(), AnyPayload()),
        3 => new LeaveFrame(random.Next(12)),
        4 or 5 => new InputFrame(random.Next(12), random.Next(1000), AnyPayload()),
        6 => new CommandFrame(random.Next(12), random.Next(1, 8), random.Next(1, 50), Any(commands), AnyPayload()),
        7 => new AckFrame(random.Next(12), random.Next(1, 8), random.Next(50)),
        _ => new PingFrame(random.Next(2) == 0 ? null : random.Next(12), random.NextInt64(1L << 53)),
    };

    private string AnyTarget() => random.Next(2) == 0 ? roomId : Any(targets);

    private Cursor? AnyCursor() => random.Next(2) == 0
        ? null
        : new Cursor(random.Next(3), Any(["", "e", new string('e', 65)]), random.Next(100), random.Next(100), random.Next(5));

    private Payload AnyPayload() => random.Next(6) switch
    {
        0 => Payload.Nil,
        1 => random.Next(-2000, 2000),
        2 => "text",
        3 => Payload.Array(1, "x", true, 1.5),
        4 => Payload.Map(("to", random.Next(-1, 5)), ("text", "psst")),
        _ => random.NextInt64(1L << 53),
    };

    private T Any<T>(T[] choices) => choices[random.Next(choices.Length)];
}
