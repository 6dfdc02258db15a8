namespace GameServer.Rooms;

/// <content>Rooms that an older version of the game has left.</content>
public sealed partial class RoomMachine
{
    /// <summary>Whether the records since the checkpoint are of another version, whose hashes this one's state cannot have.</summary>
    private bool isMigrated;

    private void Migrate(int from)
    {
        isMigrated = from != Settings.Version;
        if (!isMigrated)
        {
            return;
        }

        try
        {
            Guard(() => game.OnMigrate(context, from));
        }
        catch (GameFailedException failure)
        {
            // Of a room that fails nothing is kept; this one has not begun yet.
            throw new InvalidDataException($"Version {Settings.Version} of the game cannot go on with version {from}: {failure.Message}", failure);
        }
    }
}
