using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Membership;
using GameServer.Host.Telemetry;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Host.Startup;

/// <summary>Brings this node into its cluster, and ends it if there is another one that it should be in.</summary>
/// <remarks>It asks the seeds first: a node with another key would refuse the players of all others, and they its own.</remarks>
internal sealed class ClusterJoining(
    ActorSystem system, ClusterSettings settings, string keyMark, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<ClusterJoining> log) : BackgroundService
{
    private static readonly TimeSpan askEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan lookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan joinTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Less than what makes the first seed take the others for absent, which would be a second cluster.</summary>
    private static readonly TimeSpan answerWithin = TimeSpan.FromSeconds(20);

    private readonly SeedInquiry inquiry = new(system, keyMark);
    private long? unansweredSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            Address[] seeds = [.. settings.SeedList.Select(seed => Address.Parse($"akka.tcp://{AkkaSetup.SystemName}@{seed}"))];
            var cluster = ClusterExtension.Get(system);
            await JoinAsync(cluster, seeds, stoppingToken);
            await WatchAsync(cluster, seeds, stoppingToken);
        }
        catch (OtherKeyException other)
        {
            HostLog.OtherKey(log, other.Message);
            End();
        }
        catch (NoAnswerException none)
        {
            HostLog.NoAnswer(log, none.Message, answerWithin.TotalSeconds);
            End();
        }
    }

    private void End()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private async Task JoinAsync(ClusterExtension cluster, Address[] seeds, CancellationToken stoppingToken)
    {
        if (seeds.Length > 0 && seeds[0] != cluster.SelfAddress)
        {
            Address[] there = [.. seeds.Where(seed => seed != cluster.SelfAddress)];
            await AreThereAsync(there, stoppingToken);
            cluster.JoinSeedNodes(seeds);
            while (!await IsMemberInTimeAsync(cluster, stoppingToken))
            {
                await AskAllAsync(there, stoppingToken);
            }

            return;
        }

        Address[] others = [.. seeds.Skip(1)];
        while (await DecideAsync(others, stoppingToken) == SeedStep.Join)
        {
            cluster.JoinSeedNodes(others);
            if (await IsMemberInTimeAsync(cluster, stoppingToken))
            {
                return;
            }

            // That cluster may have ended meanwhile, and then all would wait for this node.
        }

        cluster.Join(cluster.SelfAddress);
    }

    /// <summary>
    /// A first seed that was cut off from all others when it started has begun a cluster beside theirs. The one that it is in gives way,
    /// for the players are in the other.
    /// </summary>
    private async Task WatchAsync(ClusterExtension cluster, Address[] seeds, CancellationToken stopping)
    {
        long? since = null;
        using var again = new PeriodicTimer(lookEvery, time);
        while (seeds.Length > 0 && await again.WaitForNextTickAsync(stopping))
        {
            var members = cluster.State.Members.Select(member => member.Address).ToHashSet();
            Address[] strangers = [.. seeds.Where(seed => !members.Contains(seed))];
            var signs = await Task.WhenAll(strangers.Select(seed => SignOfAsync(seed, stopping)));
            if (!FirstSeed.IsBesideAnother(members.Contains(seeds[0]), signs))
            {
                since = null;
            }
            else if (time.GetElapsedTime(since ??= time.GetTimestamp()) >= FirstSeed.IsNoTransition)
            {
                HostLog.OtherCluster(log, string.Join(", ", strangers.Select(seed => $"{seed.Host}:{seed.Port}")));
                End();
                return;
            }
        }
    }

    private async Task<SeedSign> SignOfAsync(Address seed, CancellationToken stopping)
    {
        try
        {
            return (await inquiry.AskAsync(seed, stopping)).Sign;
        }
        catch (OtherKeyException)
        {
            // It has no part in this, and ends by itself.
            return SeedSign.Absent;
        }
    }

    private async Task<bool> IsMemberInTimeAsync(ClusterExtension cluster, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        using var again = new PeriodicTimer(askEvery, time);
        while (cluster.SelfMember.Status == MemberStatus.Removed)
        {
            if (time.GetElapsedTime(started) >= joinTimeout)
            {
                return false;
            }

            await again.WaitForNextTickAsync(stopping);
        }

        return true;
    }

    private async Task AreThereAsync(Address[] seeds, CancellationToken stopping)
    {
        using var again = new PeriodicTimer(askEvery, time);
        while (!(await AskAllAsync(seeds, stopping)).Any(sign => sign is SeedSign.Member or SeedSign.Waiting))
        {
            await again.WaitForNextTickAsync(stopping);
        }
    }

    private async Task<SeedStep> DecideAsync(Address[] others, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        using var again = new PeriodicTimer(askEvery, time);
        while (true)
        {
            var step = FirstSeed.Decide(await AskAllAsync(others, stopping), time.GetElapsedTime(started));
            if (step != SeedStep.Ask)
            {
                return step;
            }

            await again.WaitForNextTickAsync(stopping);
        }
    }

    /// <summary>
    /// Where something listens and says nothing, waiting on helps no more after a while. A process that begins anew is another to its
    /// seeds, which then forget the connections that they have with this one.
    /// </summary>
    private async Task<SeedSign[]> AskAllAsync(Address[] seeds, CancellationToken stopping)
    {
        var answers = await Task.WhenAll(seeds.Select(seed => inquiry.AskAsync(seed, stopping)));
        if (answers.Any(answer => answer.Sign is SeedSign.Member or SeedSign.Waiting) || !answers.Any(answer => answer.IsThere))
        {
            unansweredSince = null;
        }
        else if (time.GetElapsedTime(unansweredSince ??= time.GetTimestamp()) >= answerWithin)
        {
            throw new NoAnswerException(string.Join(", ", seeds.Where((_, i) => answers[i].IsThere).Select(seed => $"{seed.Host}:{seed.Port}")));
        }

        return [.. answers.Select(answer => answer.Sign)];
    }

    private sealed class NoAnswerException(string seeds) : Exception(seeds);
}
