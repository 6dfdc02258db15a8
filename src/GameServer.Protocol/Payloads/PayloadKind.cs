namespace GameServer.Protocol;

/// <summary>What a <see cref="Payload"/> is.</summary>
public enum PayloadKind
{
    /// <summary>Nothing; what a default payload is.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer within ±(2⁵³ − 1).</summary>
    Integer,

    /// <summary>A finite floating-point number.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Values in order.</summary>
    Array,

    /// <summary>Values by text keys.</summary>
    Map,
}
