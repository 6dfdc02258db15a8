namespace GameServer.Chaos;

/// <summary>Tests that try faults and take the time: another test's servers would be one more fault beside theirs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
