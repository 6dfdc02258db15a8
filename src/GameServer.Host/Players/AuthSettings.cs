using GameServer.Host.Startup;

namespace GameServer.Host.Players;

/// <summary>Section <c>Auth</c>: the key that signs tokens.</summary>
internal sealed record AuthSettings : ISettings
{
    internal const string Section = "Auth";

    /// <summary>The key, base64 of at least 32 bytes.</summary>
    public string? SigningKey { get; init; }

    /// <summary>A file with the key; relative to the content root.</summary>
    public string? SigningKeyFile { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrEmpty(SigningKey) && !string.IsNullOrEmpty(SigningKeyFile))
        {
            yield return "Auth:SigningKey and Auth:SigningKeyFile are both set; one is enough.";
        }
    }
}
