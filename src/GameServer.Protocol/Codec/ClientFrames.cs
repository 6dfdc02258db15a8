using GameServer.Protocol.Wire;

namespace GameServer.Protocol;

/// <summary>The frames from clients: how a server reads them, how a client writes them.</summary>
public static partial class ClientFrames
{
    /// <summary>Reads a message of an untrusted client. Never throws, whatever the message is.</summary>
    /// <param name="message">
    /// One whole message. The caller hands it over: payloads in the frames are slices of it, so it must never change again,
    /// and it lives as long as one of them does.
    /// </param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="into">
    /// Gets the frames in order, among them <see cref="UnknownFrame"/> and <see cref="RefusedFrame"/>, which the session
    /// answers and otherwise passes over. When this returns false, it has the frames before the bad one.
    /// </param>
    /// <param name="error">
    /// What ends the connection, or null: <see cref="ErrorCodes.BadFrame"/> or <see cref="ErrorCodes.TooLarge"/>, with a
    /// sentence that names frame and field.
    /// </param>
    /// <returns>True if all of the message could be read.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> message, FrameEncoding encoding, ICollection<ClientFrame> into, out ErrorFrame? error)
    {
        ArgumentNullException.ThrowIfNull(into);
        error = Decode(message, encoding, into);
        return error is null;
    }

    private static ErrorFrame? Decode(ReadOnlyMemory<byte> message, FrameEncoding encoding, ICollection<ClientFrame> into)
    {
        if (message.Length > Limits.MessageBytes)
        {
            return new ErrorFrame(ErrorCodes.TooLarge, $"A message has at most {Limits.MessageBytes} bytes, this one has {message.Length}.");
        }

        if (encoding == FrameEncoding.Text)
        {
            if (!JsonFrames.TryToBinary(message.Span, out var binary, out var why))
            {
                return new ErrorFrame(ErrorCodes.BadFrame, why);
            }

            message = binary;
        }
        if (message.IsEmpty)
        {
            return new ErrorFrame(ErrorCodes.BadFrame, "A message holds at least one frame.");
        }

        var position = 0;
        for (var frames = 1; position < message.Length; frames++)
        {
            if (frames > Limits.FramesPerMessage)
            {
                return new ErrorFrame(ErrorCodes.TooLarge, $"A message has at most {Limits.FramesPerMessage} frames.");
            }

            if (!FieldReader.TryOpen(message, ref position, encoding == FrameEncoding.Text, out var fields))
            {
                return new ErrorFrame(ErrorCodes.BadFrame, fields.Problem!);
            }

            var frame = Read(ref fields);
            if (fields.Problem is { } problem)
            {
                if (!fields.ProblemIsPayload && fields.Type != FrameTypes.Join)
                {
                    return new ErrorFrame(ErrorCodes.BadFrame, problem);
                }

                frame = new RefusedFrame(new ErrorFrame(fields.ProblemIsPayload ? ErrorCodes.BadPayload : ErrorCodes.BadJoin, problem, fields.Handle));
            }
            into.Add(frame);
        }
        return null;
    }

    private static ClientFrame Read(ref FieldReader fields) => fields.Type switch
    {
        FrameTypes.Hello => ReadHello(ref fields),
        FrameTypes.Join => ReadJoin(ref fields),
        FrameTypes.Leave => new LeaveFrame(fields.HandleField()),
        FrameTypes.Input => new InputFrame(fields.HandleField(), fields.Integer("n", 0, Limits.MaxInteger), fields.Payload("payload")),
        FrameTypes.Command => new CommandFrame(
            fields.HandleField(),
            fields.Integer("stream", 1, Limits.MaxStream),
            fields.Integer("n", 1, Limits.MaxInteger),
            fields.Text("name", 1, Limits.CommandNameBytes),
            fields.Payload("payload")),
        FrameTypes.Ack => new AckFrame(fields.HandleField(), fields.Integer("stream", 1, Limits.MaxStream), fields.Integer("n", 0, Limits.MaxInteger)),
        FrameTypes.Ping => new PingFrame(fields.HandleOrNil(), fields.Integer("nonce", -Limits.MaxInteger, Limits.MaxInteger)),
        _ => new UnknownFrame(fields.TypeName),
    };

    private static HelloFrame ReadHello(ref FieldReader fields)
    {
        var version = fields.Int32("version");
        // Another version may mean something else by the rest; what matters is that the client learns which version it needs.
        return version == Limits.Version
            ? new HelloFrame(version, fields.Text("token", 0, Limits.TokenBytes), fields.TextOrNil("client", Limits.ClientBytes))
            : new HelloFrame(version, "", null);
    }

    private static JoinFrame ReadJoin(ref FieldReader fields)
    {
        var handle = fields.HandleField();
        var joinId = fields.Text("joinId", 1, Limits.JoinIdBytes);
        var how = fields.Text("how", 1, 16);
        var target = fields.Text("target", 0, Limits.TargetBytes);
        var watch = fields.BooleanOrNil("watch");
        var rate = (int)Math.Min(fields.IntegerOrNil("rate"), int.MaxValue);
        var cursor = ReadCursor(ref fields);
        var options = fields.Payload("options");
        var attempt = ReadAttempt(ref fields);
        var by = how switch
        {
            "quick" => JoinBy.Quick,
            "room" => JoinBy.Room,
            "code" => JoinBy.Code,
            "create" => JoinBy.Create,
            _ => (JoinBy?)null,
        };
        if (by is null)
        {
            fields.Fail("join.how must be quick, room, code or create.");
        }
        else if (cursor is not null && by != JoinBy.Room)
        {
            fields.Fail("join.cursor goes only with how = room.");
        }
        else if (watch && by is (JoinBy.Quick or JoinBy.Create))
        {
            fields.Fail("join.watch goes only with how = room or code.");
        }

        return new JoinFrame(handle, joinId, by ?? default, target, watch, rate, cursor, options, attempt);
    }

    private static JoinAttempt? ReadAttempt(ref FieldReader fields)
    {
        if (fields.TakeNil())
        {
            return null;
        }

        if (fields.Array("attempt") != 2)
        {
            fields.Fail("join.attempt must be nil or [stay, n].");
            return null;
        }

        return new JoinAttempt(
            fields.Integer("attempt.stay", 1, Limits.MaxStream), fields.Integer("attempt.n", 1, Limits.MaxInteger));
    }

    private static Cursor? ReadCursor(ref FieldReader fields)
    {
        if (fields.TakeNil())
        {
            return null;
        }

        if (fields.Array("cursor") != 5)
        {
            fields.Fail("join.cursor must be nil or [epoch, epochId, offset, baseline, attach].");
            return null;
        }
        return new Cursor(
            fields.Int32("cursor.epoch"),
            fields.Text("cursor.epochId", 1, Limits.EpochIdBytes),
            fields.Integer("cursor.offset", 0, Limits.MaxInteger),
            fields.Integer("cursor.baseline", 0, Limits.MaxInteger),
            fields.Integer("cursor.attach", 0, Limits.MaxInteger));
    }
}
