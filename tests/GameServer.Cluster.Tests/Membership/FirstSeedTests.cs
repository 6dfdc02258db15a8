using CsCheck;
using GameServer.Cluster.Membership;

namespace GameServer.Cluster.Tests.Membership;

public sealed class FirstSeedTests
{
    private static readonly Gen<SeedSign[]> genSigns = Gen.Enum<SeedSign>().Array[0, 4];

    private static readonly Gen<TimeSpan> genAsking = Gen.Int[0, 60].Select(seconds => TimeSpan.FromSeconds(seconds));

    [Fact]
    public void It_joins_whenever_there_is_a_cluster_and_only_then() => Gen.Select(genSigns, genAsking).Sample((signs, asking) =>
        Assert.Equal(signs.Contains(SeedSign.Member), FirstSeed.Decide(signs, asking) == SeedStep.Join));

    [Fact]
    public void It_begins_none_while_a_seed_may_be_in_one() => Gen.Select(genSigns, genAsking)
        .Where((signs, asking) => signs.Contains(SeedSign.Silent) && asking < FirstSeed.SilenceIsAbsence)
        .Sample((signs, asking) => Assert.NotEqual(SeedStep.Begin, FirstSeed.Decide(signs, asking)));

    [Fact]
    public void It_begins_at_once_when_all_others_wait_or_are_not_there() =>
        Assert.Equal(SeedStep.Begin, FirstSeed.Decide([SeedSign.Waiting, SeedSign.Absent], TimeSpan.Zero));

    [Fact]
    public void It_does_not_wait_for_a_silent_seed_for_ever() =>
        Assert.Equal(SeedStep.Begin, FirstSeed.Decide([SeedSign.Silent, SeedSign.Waiting], FirstSeed.SilenceIsAbsence));

    [Fact]
    public void Of_two_clusters_the_one_with_the_first_seed_gives_way_and_never_both() => Gen.Select(genSigns, genSigns, Gen.Bool).Sample(
        (here, there, isHere) =>
        {
            Assert.Equal(isHere && here.Contains(SeedSign.Member), FirstSeed.IsBesideAnother(isHere, here));
            Assert.False(FirstSeed.IsBesideAnother(isHere, here) && FirstSeed.IsBesideAnother(!isHere, there));
        });
}
