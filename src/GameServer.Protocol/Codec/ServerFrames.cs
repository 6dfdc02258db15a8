using System.Collections.Immutable;
using GameServer.Protocol.Wire;
using MessagePack;

namespace GameServer.Protocol;

/// <summary>The frames from the server: how it writes them, how a client reads them.</summary>
public static partial class ServerFrames
{
    /// <summary>Reads a message of the server. Never throws, whatever the message is.</summary>
    /// <param name="message">
    /// One whole message. The caller hands it over: payloads and tables in the frames are slices of it, so it must not change
    /// as long as they are in use.
    /// </param>
    /// <param name="encoding">The encoding of the connection.</param>
    /// <param name="into">Gets the frames in order, without those of types that this version does not know.</param>
    /// <param name="why">What is wrong, as a sentence; null when nothing is.</param>
    /// <returns>True if all of the message could be read.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> message, FrameEncoding encoding, ICollection<ServerFrame> into, out string? why)
    {
        ArgumentNullException.ThrowIfNull(into);
        why = null;
        if (message.Length > Limits.ServerMessageBytes)
        {
            why = $"A message has at most {Limits.ServerMessageBytes} bytes, this one has {message.Length}.";
        }
        else if (encoding == FrameEncoding.Text && !JsonFrames.TryToBinary(message.Span, out message, out var notJson))
        {
            why = notJson;
        }

        for (var position = 0; why is null && position < message.Length;)
        {
            if (FieldReader.TryOpen(message, ref position, encoding == FrameEncoding.Text, out var fields))
            {
                var frame = Read(ref fields);
                if (frame is not null && fields.Problem is null)
                {
                    into.Add(frame);
                }
            }
            why = fields.Problem;
        }
        return why is null;
    }

    private static ServerFrame? Read(ref FieldReader fields) => fields.Type switch
    {
        FrameTypes.Welcome => new WelcomeFrame(
            fields.Int32("version"), fields.Text("playerId"), fields.Text("name"), fields.Text("node"), fields.Int32("heartbeat")),
        FrameTypes.Joined => new JoinedFrame(
            fields.HandleField(),
            fields.Text("joinId"),
            fields.Text("roomId"),
            fields.Text("kind"),
            fields.Int32("seat", -1),
            fields.Integer("attach", 0, Limits.MaxInteger),
            fields.Int32("epoch"),
            fields.Text("epochId"),
            fields.Integer("offset", 0, Limits.MaxInteger),
            fields.Integer("input", 0, Limits.MaxInteger),
            fields.Int32("tickRate", 1),
            fields.Boolean("private"),
            fields.Integer("tick", 0, Limits.MaxInteger)),
        FrameTypes.Events => new EventsFrame(
            fields.HandleField(), fields.Integer("from", 0, Limits.MaxInteger), fields.Integer("to", 0, Limits.MaxInteger), ReadEvents(ref fields)),
        FrameTypes.Answer => new AnswerFrame(
            fields.HandleField(),
            fields.Integer("stream", 1, Limits.MaxStream),
            fields.Integer("n", 1, Limits.MaxInteger),
            fields.TextOrNil("code"),
            fields.Payload("payload")),
        FrameTypes.Full => new FullFrame(
            fields.HandleField(),
            fields.Integer("input", 0, Limits.MaxInteger),
            fields.Int32("epoch"),
            fields.Text("epochId"),
            fields.Integer("tick", 0, Limits.MaxInteger),
            ReadSchema(ref fields),
            fields.Raw("tables")),
        FrameTypes.Delta => new DeltaFrame(
            fields.HandleField(),
            fields.Integer("input", 0, Limits.MaxInteger),
            fields.Integer("from", 0, Limits.MaxInteger),
            fields.Integer("tick", 0, Limits.MaxInteger),
            fields.Raw("tables")),
        FrameTypes.Resync => new ResyncFrame(
            fields.HandleField(), fields.Int32("epoch"), fields.Text("epochId"), fields.Integer("offset", 0, Limits.MaxInteger), fields.Text("reason")),
        FrameTypes.Pong => new PongFrame(
            fields.HandleOrNil(), fields.Integer("nonce", -Limits.MaxInteger, Limits.MaxInteger), fields.NumberOrNil("time")),
        FrameTypes.Left => new LeftFrame(fields.HandleField(), fields.Text("code"), fields.TextOrNil("message") ?? ""),
        FrameTypes.Error => new ErrorFrame(
            fields.Text("code"), fields.TextOrNil("message") ?? "", fields.HandleOrNil(), fields.Payload("details")),
        FrameTypes.GoAway => new GoAwayFrame(fields.Text("code"), fields.TextOrNil("message") ?? "", fields.Int32("retryAfter")),
        FrameTypes.Held => new HeldFrame(fields.HandleField(), fields.Boolean("heldUp")),
        _ => null,
    };

    private static EventItem[] ReadEvents(ref FieldReader fields)
    {
        // The shortest event is four bytes: that bounds what a declared count can reserve.
        var events = new EventItem[fields.Array("events", itemBytes: 4)];
        for (var i = 0; i < events.Length && fields.Problem is null; i++)
        {
            if (fields.Array("events") != 3)
            {
                fields.Fail("events.events must be an array of [offset, name, payload].");
            }

            events[i] = new EventItem(fields.Integer("offset", 0, Limits.MaxInteger), fields.Text("name"), fields.Payload("payload"));
        }
        return events;
    }

    private static ImmutableArray<TableSchema> ReadSchema(ref FieldReader fields)
    {
        var bytes = fields.Raw("schema");
        if (fields.Problem is not null)
        {
            return [];
        }

        try
        {
            var reader = new MessagePackReader(bytes);
            return StateCodec.ReadSchema(ref reader);
        }
        catch (MessagePackSerializationException wrong)
        {
            fields.Fail($"full.schema cannot be read: {wrong.Message}");
            return [];
        }
    }
}
