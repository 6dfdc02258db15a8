namespace GameServer.Cluster.Tests.Support;

/// <summary>Tests that measure the memory of the whole process, which others would add to: they run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
