namespace GameServer.EndToEnd;

// Three at a time, since they mostly wait; each collection has about a third of the time.

/// <summary>One server and one browser for the tests that play.</summary>
[CollectionDefinition(nameof(Playing))]
public sealed class Playing : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;

/// <summary>The same for the tests of the pages on which nobody flies.</summary>
[CollectionDefinition(nameof(Reading))]
public sealed class Reading : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;

/// <summary>The same for the tests that are about connections.</summary>
[CollectionDefinition(nameof(Connecting))]
public sealed class Connecting : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;

/// <summary>The same for the tests that count frames: nothing runs beside them.</summary>
[CollectionDefinition(nameof(CountingFrames), DisableParallelization = true)]
public sealed class CountingFrames : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;
