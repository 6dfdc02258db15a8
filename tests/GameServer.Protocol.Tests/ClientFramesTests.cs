namespace GameServer.Protocol.Tests;

public sealed class ClientFramesTests
{
    [Theory]
    [InlineData("""["input",200,1]""", "input.handle must be an integer from 0 to 127, not 200.")]
    [InlineData("""["input",1,"x"]""", "input.n must be an integer from 0 to 9007199254740991, not a text.")]
    [InlineData("""["command",1,0,1,"buy"]""", "command.stream must be an integer from 1 to 4294967295, not 0.")]
    [InlineData("""["command",1,5,0,"buy"]""", "command.n must be an integer from 1 to 9007199254740991, not 0.")]
    [InlineData("""["command",1,5,1,""]""", "command.name must be a text of 1 to 32 bytes, but has 0.")]
    [InlineData("""["ack",1,5]""", "ack.n must be an integer from 0 to 9007199254740991, not nil.")]
    [InlineData("""["ping",1,1.5]""", "ping.nonce must be an integer from -9007199254740991 to 9007199254740991, not 1.5.")]
    [InlineData("""["hello",1]""", "hello.token must be a text, not nil.")]
    [InlineData("""[]""", "A frame is an array with a type in it, but at position 0 there is an array.")]
    [InlineData("""{"a":1}""", "A frame is a JSON array.")]
    [InlineData("""[4,1,1,0]""", "A frame begins with the name of its type.")]
    [InlineData("""["leave",1] ["leave",2]""", "The line is not JSON at byte 12.")]
    [InlineData("""["leave",1],""", "The line is not JSON at byte 11.")]
    [InlineData("""["leave",99999999999999999999]""", "An integer in the line lies outside ±(2^53 - 1).")]
    [InlineData("""["leave","\ud800"]""", "A text in the line has half a surrogate pair.")]
    [InlineData("""  """, "A message holds at least one frame.")]
    public void What_is_wrong_is_named(string line, string sentence)
    {
        var error = Wire.Refusal(FrameEncoding.Text, Wire.Utf8(line));

        Assert.Equal(ErrorCodes.BadFrame, error.Code);
        Assert.Equal(sentence, error.Message);
    }

    [Theory]
    [InlineData("", "A message holds at least one frame.")]
    [InlineData("c0", "A frame is an array with a type in it, but at position 0 there is nil.")]
    [InlineData("c400", "A frame is an array with a type in it, but at position 0 there is something else.")]
    [InlineData("93010102ff", "hello.token must be a text, not 2.")]
    [InlineData("9203", "The bytes from position 0 are not a complete frame.")]
    [InlineData("92a56c6561766501", "The type of the frame at position 0 must be an integer.")]
    [InlineData("920301920380ff", "leave.handle must be an integer from 0 to 127, not a map.")]
    [InlineData("9203d40000", "leave.handle cannot be read: extension types are not allowed.")]
    public void What_is_wrong_is_named_in_binary_too(string hex, string sentence) =>
        Assert.Equal(sentence, Wire.Refusal(FrameEncoding.Binary, Convert.FromHexString(hex)).Message);

    [Theory]
    [InlineData("""["join",128,"id","quick","arena"]""", null, "join.handle must be an integer from 0 to 127, not 128.")]
    [InlineData("""["join",1,"","quick","arena"]""", 1, "join.joinId must be a text of 1 to 64 bytes, but has 0.")]
    [InlineData("""["join",1,"id","fast","arena"]""", 1, "join.how must be quick, room, code or create.")]
    [InlineData("""["join",1,"id","quick",7]""", 1, "join.target must be a text, not 7.")]
    [InlineData("""["join",1,"id","quick","arena",false,-1]""", 1, "join.rate must be an integer from 0 to 9007199254740991, not -1.")]
    [InlineData("""["join",1,"id","quick","arena",false,0,[1,"e",2,3,0]]""", 1, "join.cursor goes only with how = room.")]
    [InlineData("""["join",1,"id","create","arena",true]""", 1, "join.watch goes only with how = room or code.")]
    [InlineData("""["join",1,"id","room","r",false,0,[1,"e",2]]""", 1, "join.cursor must be nil or [epoch, epochId, offset, baseline, attach].")]
    [InlineData("""["join",1,"id","room","r",false,0,[1,"",2,3,0]]""", 1, "join.cursor.epochId must be a text of 1 to 64 bytes, but has 0.")]
    public void A_bad_join_is_refused_alone(string line, int? handle, string sentence)
    {
        var frames = Wire.Client(FrameEncoding.Text, Wire.Utf8(line + "\n[\"leave\",2]\n"));

        Assert.Equal([new RefusedFrame(new ErrorFrame(ErrorCodes.BadJoin, sentence, handle)), new LeaveFrame(2)], frames);
    }

    [Fact]
    public void Fields_that_are_missing_at_the_end_read_as_nil()
    {
        var frames = Wire.Client(FrameEncoding.Text, Wire.Utf8("""["join",1,"id","quick","arena"]""" + "\n\r\n" + """["input",1,5]""" + "\n" + """["ping",null,3]"""));

        Assert.Equal(
            [new JoinFrame(1, "id", JoinBy.Quick, "arena", false, 0, null, Payload.Nil), new InputFrame(1, 5, Payload.Nil), new PingFrame(null, 3)],
            frames);
    }

    [Fact]
    public void Fields_after_those_that_are_known_are_passed_over()
    {
        // leave, with a binary string, an extension and a nested array behind the handle
        var frames = Wire.Client(FrameEncoding.Binary, Convert.FromHexString("95030 1c40201ff d50102ff 9192c0c2".Replace(" ", "") + "920302"));

        Assert.Equal([new LeaveFrame(1), new LeaveFrame(2)], frames);
    }

    [Theory]
    [InlineData(FrameEncoding.Binary, "91cc63", "99")]
    [InlineData(FrameEncoding.Binary, "9126", "delta")]
    [InlineData(FrameEncoding.Text, "5b2264616e6365222c315d", "dance")]
    public void An_unknown_type_is_reported_and_passed_over(FrameEncoding encoding, string hex, string type) =>
        Assert.Equal([new UnknownFrame(type)], Wire.Client(encoding, Convert.FromHexString(hex)));

    [Theory]
    [InlineData("9504 01 05 c40101 c0", "input.payload is not allowed: binary strings are not allowed.")]
    [InlineData("9404 01 05 cb7ff0000000000000", "input.payload is not allowed: a number is not finite.")]
    [InlineData("9404 01 05 9191919191919191919191919191919190", "input.payload is not allowed: nested more than 16 deep.")]
    public void A_bad_payload_is_refused_alone(string hex, string sentence)
    {
        var frames = Wire.Client(FrameEncoding.Binary, Convert.FromHexString(hex.Replace(" ", "") + "920302"));

        Assert.Equal([new RefusedFrame(new ErrorFrame(ErrorCodes.BadPayload, sentence, 1)), new LeaveFrame(2)], frames);
    }

    [Fact]
    public void A_payload_a_little_too_deep_in_text_is_refused_alone()
    {
        var line = $"""["input",1,5,{new string('[', 17)}{new string(']', 17)}]""";

        var refused = Assert.IsType<RefusedFrame>(Assert.Single(Wire.Client(FrameEncoding.Text, Wire.Utf8(line))));
        Assert.Equal(ErrorCodes.BadPayload, refused.Error.Code);
    }

    [Fact]
    public void Sixty_four_frames_are_the_most()
    {
        var frames = Enumerable.Repeat(new LeaveFrame(1), Limits.FramesPerMessage + 1).ToArray<ClientFrame>();
        foreach (var encoding in Enum.GetValues<FrameEncoding>())
        {
            Assert.Equal(Limits.FramesPerMessage, Wire.Client(encoding, Wire.Encode(encoding, frames[1..])).Count);
            Assert.Equal(ErrorCodes.TooLarge, Wire.Refusal(encoding, Wire.Encode(encoding, frames)).Code);
        }
    }

    [Fact]
    public void A_message_over_16_KiB_is_not_even_looked_at()
    {
        foreach (var encoding in Enum.GetValues<FrameEncoding>())
        {
            Assert.Equal(ErrorCodes.TooLarge, Wire.Refusal(encoding, new byte[Limits.MessageBytes + 1]).Code);
        }
    }

    [Fact]
    public void A_hello_of_another_version_gives_its_version()
    {
        var frames = Wire.Client(FrameEncoding.Text, Wire.Utf8("""["hello",2,{"token":"in another place"}]"""));

        Assert.Equal([new HelloFrame(2, "", null)], frames);
    }

    [Fact]
    public void Payloads_in_frames_are_slices_of_the_message()
    {
        var message = Wire.Encode(FrameEncoding.Binary, new InputFrame(1, 2, "fire"));

        var input = Assert.IsType<InputFrame>(Assert.Single(Wire.Client(FrameEncoding.Binary, message)));

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(input.Payload.Bytes, out var segment));
        Assert.Same(message, segment.Array);
    }

    [Fact]
    public void A_token_gets_into_no_log()
    {
        Assert.DoesNotContain("secret", new HelloFrame(1, "secret", "demo").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_sends_cannot_be_encoded()
    {
        Assert.Throws<ArgumentException>(() => Wire.Encode(FrameEncoding.Binary, new UnknownFrame("x")));
        Assert.Throws<ArgumentException>(() => Wire.Encode(FrameEncoding.Text, new RefusedFrame(new ErrorFrame("x", "y"))));
    }
}
