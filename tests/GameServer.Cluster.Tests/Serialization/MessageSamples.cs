using System.Collections;
using System.Reflection;
using Akka.Actor;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Serialization;

/// <summary>Makes random messages of any type, and describes any message as text, both from what their constructors take.</summary>
internal sealed class MessageSamples(Random random, IActorRef[] actors)
{
    private const string Letters = "abcXYZ019 äß€😀";

    /// <summary>All messages that may cross nodes.</summary>
    internal static IReadOnlyList<Type> Types { get; } =
    [
        .. typeof(IClusterMessage).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IClusterMessage).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    internal object Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return random.Next(3) == 0 ? null! : Make(inner);
        }

        if (type.IsEnum)
        {
            var values = Enum.GetValues(type);
            return values.GetValue(random.Next(values.Length))!;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return List(type);
        }

        return type switch
        {
            _ when type == typeof(string) => Text(),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(int) => (int)Number(int.MaxValue),
            _ when type == typeof(long) => Number(long.MaxValue),
            _ when type == typeof(ulong) => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
            _ when type == typeof(Payload) => Payload(),
            _ when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)Bytes(),
            _ when type == typeof(IActorRef) => actors[random.Next(actors.Length)],
            _ when type == typeof(Audience) => random.Next(2) == 0 ? Audience.Everyone : Audience.Of(random.Next(), random.Next(4)),
            _ when type == typeof(TableSchema) => new TableSchema(Text(), [Column.Int("a", 1 + random.NextDouble()), Column.Text("b")]),
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(Number(long.MaxValue)),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(1L << 40)),
            _ when type == typeof(ClientFrame) => FromClient(),
            _ when type == typeof(ServerFrame) => FromServer(),
            _ => Construct(type),
        };
    }

    /// <summary>Everything that a message says.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "nil",
        string text => $"'{text}'",
        Payload payload => $"payload {Convert.ToHexString(payload.Bytes.Span)}",
        ReadOnlyMemory<byte> bytes => $"bytes {Convert.ToHexString(bytes.Span)}",
        TimeSpan span => $"{span.Ticks}",
        DateTimeOffset at => $"{at:O}",
        IActorRef actor => actor.Path.ToSerializationFormat(),
        Audience audience => audience.IsEveryone ? "everyone" : string.Join('+', audience.Seats.ToArray()),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ when value.GetType().IsPrimitive || value is Enum => $"{value}",
        _ => $"{value.GetType().Name}({string.Join(", ", Parts(value).Select(Describe))})",
    };

    /// <summary>What a message has grown since it was made, and does not say, is left out, as it is on the wire.</summary>
    private static IEnumerable<object?> Parts(object value) => ConstructorOf(value.GetType()).GetParameters()
        .Select(parameter => (Parameter: parameter, Value: value.GetType()
            .GetProperty(parameter.Name!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)!.GetValue(value)))
        .Where(part => part is not { Value: null, Parameter: { HasDefaultValue: true, DefaultValue: null } })
        .Select(part => part.Value);

    private static ConstructorInfo ConstructorOf(Type type) =>
        type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;

    private object Construct(Type type)
    {
        var constructor = ConstructorOf(type);
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke(
        [
            .. constructor.GetParameters().Select(parameter =>
                nullability.Create(parameter).ReadState == NullabilityState.Nullable && random.Next(2) == 0
                    ? null
                    : Make(parameter.ParameterType)),
        ]);
    }

    /// <summary>Within the bounds that the codec of frames sets.</summary>
    private ClientFrame FromClient() => random.Next(4) switch
    {
        0 => new InputFrame(random.Next(128), random.Next(), Payload()),
        1 => new CommandFrame(random.Next(128), random.Next(1, 9), random.Next(1, 9), "name", Payload()),
        2 => new AckFrame(random.Next(128), random.Next(1, 9), random.Next()),
        _ => new LeaveFrame(random.Next(128)),
    };

    private ServerFrame FromServer() => random.Next(4) switch
    {
        0 => new AnswerFrame(random.Next(128), random.Next(1, 9), random.Next(1, 9), random.Next(2) == 0 ? null : Text(), Payload()),
        1 => new LeftFrame(random.Next(128), Text(), Text()),
        2 => new PongFrame(random.Next(128), random.Next(), random.NextDouble()),
        _ => new ErrorFrame(Text(), Text(), random.Next(128), Payload()),
    };

    private Array List(Type type)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, random.Next(4));
        for (var i = 0; i < items.Length; i++)
        {
            items.SetValue(Make(item), i);
        }

        return items;
    }

    private string Text() => string.Concat(
        Enumerable.Range(0, random.Next(40)).Select(_ => Letters.EnumerateRunes().ElementAt(random.Next(14)).ToString()));

    private long Number(long max) => random.Next(4) switch
    {
        0 => random.Next(-1, 2),
        1 => random.NextInt64(-200, 70_000),
        2 => max - random.Next(2),
        _ => random.NextInt64(-max, max),
    };

    private Payload Payload() => random.Next(4) switch
    {
        0 => Protocol.Payload.Nil,
        1 => Text(),
        2 => Protocol.Payload.Map(("n", random.Next()), ("text", Text())),
        _ => random.NextDouble(),
    };

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        return bytes;
    }
}
