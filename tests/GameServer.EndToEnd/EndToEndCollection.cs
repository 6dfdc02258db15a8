namespace GameServer.EndToEnd;

/// <summary>One server and one browser for all tests that only play.</summary>
[CollectionDefinition(nameof(EndToEndCollection), DisableParallelization = true)]
public sealed class EndToEndCollection : ICollectionFixture<ServerProcess>, ICollectionFixture<Browser>;
