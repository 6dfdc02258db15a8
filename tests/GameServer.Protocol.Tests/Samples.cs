using CsCheck;

namespace GameServer.Protocol.Tests;

/// <summary>Generators of everything that can be on the wire.</summary>
internal static class Samples
{
    public static Gen<long> Integer { get; } = Gen.OneOf(
        Gen.Long[-40, 300], Gen.Long[-Limits.MaxInteger, Limits.MaxInteger], Gen.OneOf<long>(Limits.MaxInteger, -Limits.MaxInteger, 65535L, 65536L));

    public static Gen<string> Text { get; } = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.String[Gen.Char["é\"\\\n\u0000☃\u2028/<"], 0, 12]);

    public static Gen<Payload> Payload { get; } = Gen.Recursive<Payload>((depth, payload) => depth >= 4
        ? Scalar
        : Gen.Frequency((4, Scalar), (1, payload.Array[0, 5].Select(items => Protocol.Payload.Array(items))), (1, MapOf(payload))));

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
