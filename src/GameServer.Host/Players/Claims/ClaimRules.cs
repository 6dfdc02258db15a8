namespace GameServer.Host.Players.Claims;

/// <summary>What is to be done about a name that somebody wishes.</summary>
internal enum ClaimStep
{
    /// <summary>Nobody's, and it stays so.</summary>
    Guest,

    /// <summary>Nobody's: it becomes the caller's.</summary>
    Claim,

    /// <summary>The caller's already.</summary>
    Enter,

    /// <summary>Somebody's: whoever knows the passphrase is that player.</summary>
    Verify,

    /// <summary>Somebody else's.</summary>
    Refuse,
}

/// <summary>Whose a name is.</summary>
internal static class ClaimRules
{
    internal const int NamesOfPlayer = 3;
    internal const int MinCharacters = 8;
    internal const int MaxCharacters = 128;

    internal static ClaimStep Next(ClaimedName? claim, string? caller, bool hasPassphrase) => (claim, hasPassphrase) switch
    {
        (null, false) => ClaimStep.Guest,
        (null, true) => ClaimStep.Claim,
        (_, true) => ClaimStep.Verify,
        _ => claim.PlayerId == caller ? ClaimStep.Enter : ClaimStep.Refuse,
    };

    /// <summary>Whether it is neither too short nor too long. Clients normalise it: the server runs without Unicode's tables.</summary>
    internal static bool IsPassphrase(string passphrase) =>
        passphrase.EnumerateRunes().Count() is >= MinCharacters and <= MaxCharacters;
}
