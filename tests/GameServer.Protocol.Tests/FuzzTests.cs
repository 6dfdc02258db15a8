using MessagePack;

namespace GameServer.Protocol.Tests;

/// <summary>
/// Whatever comes in: no exception, and no more memory than the input deserves. The seed is fixed; a failure names the input.
/// </summary>
public sealed class FuzzTests
{
    private const int Seed = 20_261_124;
    private const int Inputs = 120_000;

    // What a decoder may allocate for an input: the frames, their strings, the transcoded text and a sentence of refusal.
    private static long Bound(int length) => (64L * length) + (64 * 1024);

    [Fact]
    public void The_decoders_survive_everything()
    {
        var random = new Random(Seed);
        var inputs = new HostileInputs(random);
        var client = new List<ClientFrame>();
        var server = new List<ServerFrame>();
        var accepted = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var (encoding, message) = inputs.Next();
            try
            {
                client.Clear();
                server.Clear();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var valid = ClientFrames.TryDecode(message, encoding, client, out var error);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Assert.True(allocated <= Bound(message.Length), $"{allocated} bytes were allocated for {message.Length}.");
                Assert.Equal(valid, error is null);
                accepted += valid ? 1 : 0;
                Use(client);

                before = GC.GetAllocatedBytesForCurrentThread();
                valid = ServerFrames.TryDecode(message, encoding, server, out var why);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Assert.True(allocated <= Bound(message.Length), $"{allocated} bytes were allocated for {message.Length} from a server.");
                Assert.Equal(valid, why is null);
                Use(server);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Input {i} ({encoding}, {Convert.ToHexString(message.AsSpan(0, Math.Min(message.Length, 600)))}): {failure}");
            }
        }
        // If hardly anything is accepted, the mutations no longer reach what lies behind the first check.
        Assert.InRange(accepted, Inputs / 20, Inputs / 2);
    }

    /// <summary>What was accepted can be used: walked through, shown and sent on.</summary>
    private static void Use(List<ClientFrame> frames)
    {
        foreach (var frame in frames)
        {
            _ = frame.ToString();
            if (frame is UnknownFrame or RefusedFrame or HelloFrame { Version: not Limits.Version })
            {
                continue;
            }

            var again = Wire.Encode(FrameEncoding.Binary, frame);
            // Doubles are longer in binary than "1e1" is in text.
            if (again.Length <= Limits.MessageBytes)
            {
                Assert.Equal(frame, Assert.Single(Wire.Client(FrameEncoding.Binary, again)));
            }
        }
    }

    private static void Use(List<ServerFrame> frames)
    {
        foreach (var frame in frames)
        {
            var tables = frame switch
            {
                DeltaFrame delta => delta.Tables,
                FullFrame full => full.Tables,
                _ => default,
            };
            if (tables.IsEmpty)
            {
                continue;
            }

            try
            {
                var reader = new MessagePackReader(tables);
                StateCodec.ReadTables(ref reader, new Nobody());
            }
            catch (MessagePackSerializationException)
            {
                // The one kind of exception that a client has to expect of tables.
            }
        }
    }

    private sealed class Nobody : IStateVisitor
    {
        public void Remove(int table, long key)
        {
        }

        public void BeginRow(int table, long key, uint mask)
        {
        }

        public void Int(int column, long value)
        {
        }

        public void Text(int column, string value)
        {
        }

        public void EndRow()
        {
        }
    }
}
