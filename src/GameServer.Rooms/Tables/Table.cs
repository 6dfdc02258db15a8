namespace GameServer.Rooms;

/// <summary>
/// Rows of one kind, in key order. Readers of a replicated table hold a copy that follows every change; a hidden table stays in
/// the room. Both are part of checkpoints and of the state hash, so whatever a game has to remember belongs in a table.
/// </summary>
/// <typeparam name="TRow">The row class.</typeparam>
public sealed class Table<TRow>
    where TRow : Row, new()
{
    private readonly RowStore store;

    internal Table(RowStore store) => this.store = store;

    /// <summary>Number of rows.</summary>
    public int Count => store.Count;

    /// <summary>The row with that key, or null.</summary>
    public TRow? Find(long key) => (TRow?)store.Find(key);

    /// <summary>The row with that key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TRow this[long key] => Find(key) ?? throw new KeyNotFoundException($"Table '{store.Schema.Name}' has no row {key}.");

    /// <summary>Adds a row whose columns are 0 and empty text.</summary>
    /// <param name="key">A key that no row of the table has, within ±(2⁵³ − 1); <see cref="RoomContext.NextId"/> gives unused ones.</param>
    /// <exception cref="InvalidOperationException">The key is in use.</exception>
    public TRow Add(long key)
    {
        var row = new TRow();
        store.Add(row, key);
        return row;
    }

    /// <summary>Removes the row with that key, if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(long key) => store.Remove(key);

    /// <summary>Removes a row. A row that was removed before does nothing, also when another has its key by now.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(TRow row) => ReferenceEquals(store.Find(row.Key), row) && store.Remove(row.Key);

    /// <summary>
    /// The rows by rising key. Rows may be added and removed meanwhile: removed ones are not met any more, added ones are if their
    /// key lies ahead.
    /// </summary>
    public Enumerator GetEnumerator() => new(store);

    /// <summary>Walks the rows by rising key and survives changes.</summary>
    public struct Enumerator
    {
        private readonly RowStore store;
        private int index;
        private int version;
        private long lastKey;

        internal Enumerator(RowStore store)
        {
            this.store = store;
            index = -1;
            version = store.Version;
        }

        /// <summary>The row at which the walk stands.</summary>
        public TRow Current { get; private set; } = null!;

        /// <summary>Goes on to the next row.</summary>
        public bool MoveNext()
        {
            if (index >= 0 && version != store.Version)
            {
                index = store.IndexAfter(lastKey) - 1;
                version = store.Version;
            }

            if (++index >= store.Count)
            {
                return false;
            }

            Current = (TRow)store.At(index);
            lastKey = Current.Key;
            return true;
        }
    }
}
