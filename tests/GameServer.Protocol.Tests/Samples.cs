using CsCheck;

namespace GameServer.Protocol.Tests;

/// <summary>Generators of everything that can be on the wire.</summary>
internal static class Samples
{
    public static Gen<long> Integer { get; } = Gen.OneOf(
        Gen.Long[-40, 300], Gen.Long[-Limits.MaxInteger, Limits.MaxInteger], Gen.OneOf<long>(Limits.MaxInteger, -Limits.MaxInteger, 65535L, 65536L));

    public static Gen<string> Text { get; } = Gen.OneOf(TextOf(0, 40), Gen.String[Gen.Char["é\"\\\n\u0000☃\u2028/<"], 0, 12]);

    public static Gen<Payload> Payload { get; } = Gen.Recursive<Payload>((depth, payload) => depth >= 4
        ? Scalar
        : Gen.Frequency((4, Scalar), (1, payload.Array[0, 5].Select(items => Protocol.Payload.Array(items))), (1, MapOf(payload))));

    public static Gen<int> Handle { get; } = Gen.Int[0, Limits.Handles - 1];

    public static Gen<long> Counter { get; } = Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, Limits.MaxInteger], Gen.Const(Limits.MaxInteger));

    private static Gen<JoinAttempt> Attempt { get; } = Gen.Select(Stream, Counter, (stay, n) => new JoinAttempt(stay, Math.Max(n, 1)));

    public static Gen<ClientFrame> ClientFrame { get; } = Gen.OneOf<ClientFrame>(
        Gen.Select(TextOf(0, Limits.TokenBytes / 8), Text.Null(), (token, client) => new HelloFrame(Limits.Version, token, client)),
        Gen.Select(Handle, TextOf(1, Limits.JoinIdBytes), Gen.Enum<JoinBy>(), TextOf(0, Limits.TargetBytes), Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Select(Cursor.Nullable(), Payload, Attempt.Nullable()),
            (handle, id, how, target, watch, rate, rest) => new JoinFrame(handle, id, how, target, watch && how is (JoinBy.Room or JoinBy.Code), rate, how == JoinBy.Room ? rest.Item1 : null, rest.Item2, rest.Item3)),
        Handle.Select(handle => new LeaveFrame(handle)),
        Gen.Select(Handle, Counter, Payload, (handle, n, payload) => new InputFrame(handle, n, payload)),
        Gen.Select(Handle, Stream, Counter, TextOf(1, Limits.CommandNameBytes), Payload, (handle, stream, n, name, payload) => new CommandFrame(handle, stream, Math.Max(n, 1), name, payload)),
        Gen.Select(Handle, Stream, Counter, (handle, stream, n) => new AckFrame(handle, stream, n)),
        Gen.Select(Handle.Nullable(), Integer, (handle, nonce) => new PingFrame(handle, nonce)));

    public static Gen<ServerFrame> ServerFrame { get; } = Gen.OneOf<ServerFrame>(
        Gen.Select(Text, Text, Text, (id, name, node) => new WelcomeFrame(Limits.Version, id, name, node, Limits.SilenceSeconds)),
        Gen.Select(Handle, Text, Gen.Int[-1, 100], Cursor, Counter, Gen.Bool,
            (handle, text, seat, cursor, counter, secret) => new JoinedFrame(
                handle, "join", text, "arena", seat, counter, cursor.Epoch, cursor.EpochId, cursor.Offset, counter, 30, secret, cursor.Baseline)),
        Gen.Select(Handle, Counter, Counter, Gen.Select(Counter, Text, Payload, (offset, name, payload) => new EventItem(offset, name, payload)).Array[0, 20],
            (handle, from, to, events) => new EventsFrame(handle, from, to, events)),
        Gen.Select(Handle, Stream, Counter, Text.Null(), Payload, (handle, stream, n, code, payload) => new AnswerFrame(handle, stream, Math.Max(n, 1), code, payload)),
        Gen.Select(Handle, Counter, Cursor, Schema, Tables,
            (handle, input, cursor, schema, tables) => new FullFrame(handle, input, cursor.Epoch, cursor.EpochId, cursor.Baseline, schema, tables)),
        Gen.Select(Handle, Counter, Counter, Counter, Tables, (handle, input, from, tick, tables) => new DeltaFrame(handle, input, from, tick, tables)),
        Gen.Select(Handle, Cursor, Text, (handle, cursor, reason) => new ResyncFrame(handle, cursor.Epoch, cursor.EpochId, cursor.Offset, reason)),
        Gen.Select(Handle.Nullable(), Integer, Gen.Double[0, 1e9].Nullable(), (handle, nonce, time) => new PongFrame(handle, nonce, time)),
        Gen.Select(Handle, Text, Text, (handle, code, message) => new LeftFrame(handle, code, message)),
        Gen.Select(Text, Text, Handle.Nullable(), Payload, (code, message, handle, details) => new ErrorFrame(code, message, handle, details)),
        Gen.Select(Text, Text, Gen.Int[0, int.MaxValue], (code, message, after) => new GoAwayFrame(code, message, after)),
        Gen.Select(Handle, Gen.Bool, (handle, isHeldUp) => new HeldFrame(handle, isHeldUp)));

    private static Gen<long> Stream => Gen.OneOf(Gen.Long[1, 10], Gen.Long[1, Limits.MaxStream]);

    private static Gen<Cursor> Cursor => Gen.Select(Gen.Int[0, int.MaxValue], TextOf(1, 20), Counter, Counter,
        (epoch, epochId, offset, baseline) => new Cursor(epoch, epochId, offset, baseline));

    private static Gen<TableSchema[]> Schema => Gen.Select(Gen.Int[0, 33], Gen.Double[0.001, 10]).Array[0, 3].Select(tables => tables
        .Select((table, i) => new TableSchema($"table{i}", [.. Enumerable.Range(0, Math.Min(table.Item1, Limits.Columns))
            .Select(c => c % 3 == 2 ? Column.Text($"c{c}") : Column.Int($"c{c}", table.Item2))])).ToArray());

    /// <summary>Tables in the form of the document; whether they fit a schema does not matter to the codec.</summary>
    private static Gen<ReadOnlyMemory<byte>> Tables
    {
        get
        {
            var value = Gen.OneOf(Integer.Select(v => (Payload)v), Text.Select(v => (Payload)v));
            var row = Gen.Select(Integer, Gen.UInt, value.Array[32], (key, mask, values) =>
                Protocol.Payload.Array([key, (long)mask, .. values[..System.Numerics.BitOperations.PopCount(mask)]]));
            var table = Gen.Select(Gen.Int[0, 3], Integer.Array[0, 4], row.Array[0, 4], (index, removed, rows) =>
                Protocol.Payload.Array(index, Protocol.Payload.Array([.. removed.Select(key => (Payload)key)]), Protocol.Payload.Array(rows)));
            return table.Array[0, 3].Select(tables => Protocol.Payload.Array(tables).Bytes);
        }
    }

    private static Gen<string> TextOf(int min, int max) => Gen.String[Gen.Char.AlphaNumeric, min, max];

    private static Gen<Payload> Scalar => Gen.OneOf(
        Gen.Const(default(Payload)),
        Gen.Bool.Select(v => (Payload)v),
        Integer.Select(v => (Payload)v),
        Gen.Double.Where(double.IsFinite).Select(v => (Payload)v),
        Gen.Long[-5, 5].Select(v => (Payload)(double)v),
        Text.Select(v => (Payload)v));

    private static Gen<Payload> MapOf(Gen<Payload> value) =>
        Gen.Select(Text, value).Array[0, 4].Select(entries => Protocol.Payload.Map([.. entries.DistinctBy(entry => entry.Item1)]));
}
