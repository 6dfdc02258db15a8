namespace GameServer.EndToEnd;

/// <summary>One server and one browser for the tests that play and read pages.</summary>
[CollectionDefinition(nameof(Playing))]
public sealed class Playing : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;

/// <summary>The same for the tests that are about connections: they run beside those that play, since both mostly wait.</summary>
[CollectionDefinition(nameof(Connecting))]
public sealed class Connecting : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;

/// <summary>The same for the tests that count frames: nothing runs beside them.</summary>
[CollectionDefinition(nameof(CountingFrames), DisableParallelization = true)]
public sealed class CountingFrames : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;
