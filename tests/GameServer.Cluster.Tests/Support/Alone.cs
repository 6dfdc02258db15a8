namespace GameServer.Cluster.Tests.Support;

/// <summary>Tests that measure what the whole process keeps or sends, to which others would add: they run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
