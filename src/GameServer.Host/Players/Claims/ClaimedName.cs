namespace GameServer.Host.Players.Claims;

/// <summary>A name that is somebody's.</summary>
/// <param name="Name">As it was claimed; all that look like it are claimed with it.</param>
/// <param name="PlayerId">Whose it is.</param>
/// <param name="Hash">Of the passphrase.</param>
internal sealed record ClaimedName(string Name, string PlayerId, string Hash)
{
    /// <summary>Without the hash, so that it gets into no log.</summary>
    public override string ToString() => $"{Name} of {PlayerId}";
}
