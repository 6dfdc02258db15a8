using GameServer.Rooms;

namespace GameServer.Cluster;

/// <summary>The games that this server runs, by kind.</summary>
public sealed class GameCatalog
{
    private readonly Dictionary<string, Func<Game>> factories = [];
    private readonly Dictionary<string, GameSettings> settings = [];

    /// <summary>The kinds of games there are.</summary>
    public IReadOnlyCollection<string> Kinds => factories.Keys;

    /// <summary>Adds a game.</summary>
    /// <param name="create">Makes a fresh instance for each room.</param>
    /// <exception cref="ArgumentException">Its settings are out of bounds, or its kind is taken.</exception>
    public GameCatalog Add(Func<Game> create)
    {
        var known = create().Settings;
        known.Validate();
        if (!factories.TryAdd(known.Kind, create))
        {
            throw new ArgumentException($"There are two games of the kind '{known.Kind}'.", nameof(create));
        }

        settings.Add(known.Kind, known);
        return this;
    }

    /// <summary>The settings of a kind, or null if there is no such game.</summary>
    public GameSettings? Find(string kind) => settings.GetValueOrDefault(kind);

    /// <summary>The settings of the kind whose standing room has that id, or null if there is no such room.</summary>
    public GameSettings? FindStanding(string roomId) =>
        StandingRooms.TryParse(roomId, out var kind, out var name) && Find(kind) is { Standing: { } standing } found && standing.Allows(name)
            ? found
            : null;

    /// <summary>A fresh instance.</summary>
    /// <exception cref="KeyNotFoundException">There is no such game.</exception>
    public Game Create(string kind) => factories[kind]();
}
