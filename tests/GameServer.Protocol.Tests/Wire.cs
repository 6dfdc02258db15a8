using System.Buffers;

namespace GameServer.Protocol.Tests;

/// <summary>Frames to bytes and back, in the few words that tests want to use for it.</summary>
internal static class Wire
{
    public static byte[] Encode(FrameEncoding encoding, params ClientFrame[] frames)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            ClientFrames.Encode(output, encoding, frame);
        }

        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode(FrameEncoding encoding, params ServerFrame[] frames)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var frame in frames)
        {
            ServerFrames.Encode(output, encoding, frame);
        }

        return output.WrittenSpan.ToArray();
    }

    public static List<ClientFrame> Client(FrameEncoding encoding, byte[] message)
    {
        var frames = new List<ClientFrame>();
        Assert.True(ClientFrames.TryDecode(message, encoding, frames, out var error), error?.Message);
        return frames;
    }

    public static List<ServerFrame> Server(FrameEncoding encoding, byte[] message)
    {
        var frames = new List<ServerFrame>();
        Assert.True(ServerFrames.TryDecode(message, encoding, frames, out var why), why);
        return frames;
    }

    public static ErrorFrame Refusal(FrameEncoding encoding, byte[] message)
    {
        Assert.False(ClientFrames.TryDecode(message, encoding, new List<ClientFrame>(), out var error));
        return Assert.IsType<ErrorFrame>(error);
    }

    public static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);
}
