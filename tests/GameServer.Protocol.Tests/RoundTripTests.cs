using CsCheck;

namespace GameServer.Protocol.Tests;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void Client_frames_come_back_as_they_were(FrameEncoding encoding)
    {
        Samples.ClientFrame.Array[1, 8].Sample(frames =>
        {
            var message = Wire.Encode(encoding, frames);
            if (message.Length <= Limits.MessageBytes)
            {
                Assert.Equal(frames, Wire.Client(encoding, message));
            }
        });
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void Server_frames_come_back_as_they_were(FrameEncoding encoding)
    {
        Samples.ServerFrame.Array[1, 8].Sample(frames =>
        {
            var back = Wire.Server(encoding, Wire.Encode(encoding, frames));

            // Tables and lists in records are compared by reference, so the bytes of both encodings stand for the frames.
            Assert.Equal(frames.Select(frame => frame.GetType()), back.Select(frame => frame.GetType()));
            Assert.Equal(Wire.Encode(FrameEncoding.Binary, frames), Wire.Encode(FrameEncoding.Binary, [.. back]));
            Assert.Equal(Wire.Encode(FrameEncoding.Text, frames), Wire.Encode(FrameEncoding.Text, [.. back]));
        });
    }

    [Theory]
    [InlineData(FrameEncoding.Binary)]
    [InlineData(FrameEncoding.Text)]
    public void A_message_that_is_cut_off_anywhere_is_an_error(FrameEncoding encoding)
    {
        Samples.ClientFrame.Sample(frame =>
        {
            var message = Wire.Encode(encoding, frame);
            for (var length = 0; length < WithoutLineEnd(message, encoding); length++)
            {
                Assert.Equal(ErrorCodes.BadFrame, Wire.Refusal(encoding, message[..length]).Code);
            }
        }, iter: 300);
        Samples.ServerFrame.Sample(frame =>
        {
            var message = Wire.Encode(encoding, frame);
            for (var length = 1; length < WithoutLineEnd(message, encoding); length++)
            {
                Assert.False(ServerFrames.TryDecode(message.AsMemory(0, length), encoding, new List<ServerFrame>(), out var why));
                Assert.NotNull(why);
            }
        }, iter: 300);
    }

    [Fact]
    public void Every_text_frame_is_one_line()
    {
        Samples.ServerFrame.Sample(frame =>
        {
            var line = Wire.Encode(FrameEncoding.Text, frame);
            return line[^1] == (byte)'\n' && line.Count(b => b == (byte)'\n') == 1;
        });
    }

    // The line feed at the end may be missing: what is before it is a complete line.
    private static int WithoutLineEnd(byte[] message, FrameEncoding encoding) => encoding == FrameEncoding.Text ? message.Length - 1 : message.Length;
}
