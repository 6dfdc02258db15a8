using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using GameServer.Cluster.Membership;
using GameServer.Host.Telemetry;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Host.Startup;

/// <summary>Brings this node into its cluster.</summary>
/// <remarks>It asks the seeds first: a node with another key would refuse the players of all others, and they its own.</remarks>
internal sealed class ClusterJoining(
    ActorSystem system, ClusterSettings settings, string keyMark, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<ClusterJoining> log) : BackgroundService
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan askEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan joinTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Less than what makes the first seed take the others for absent, which would be a second cluster.</summary>
    private static readonly TimeSpan answerWithin = TimeSpan.FromSeconds(20);

    private long? unansweredSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await JoinAsync(stoppingToken);
        }
        catch (OtherKeyException other)
        {
            HostLog.OtherKey(log, other.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
        catch (NoAnswerException none)
        {
            HostLog.NoAnswer(log, none.Message, answerWithin.TotalSeconds);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task JoinAsync(CancellationToken stoppingToken)
    {
        var cluster = ClusterExtension.Get(system);
        Address[] seeds = [.. settings.SeedList.Select(seed => Address.Parse($"akka.tcp://{AkkaSetup.SystemName}@{seed}"))];
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
    /// Of two connections that two nodes open to each other at the same moment Akka keeps one, and now and then one over which nothing
    /// comes, without a word, for good. A node that is back at its address at once meets that. A process that begins anew is another to
    /// its seeds, which then forget that connection.
    /// </summary>
    private async Task<SeedSign[]> AskAllAsync(Address[] seeds, CancellationToken stopping)
    {
        var answers = await Task.WhenAll(seeds.Select(seed => AskAsync(seed, stopping)));
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

    private async Task<(SeedSign Sign, bool IsThere)> AskAsync(Address seed, CancellationToken stopping)
    {
        var isThere = false;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(patience);
        try
        {
            // Remoting would not say whether nobody listens there.
            using var socket = new TcpClient();
            await socket.ConnectAsync(seed.Host, seed.Port!.Value, deadline.Token);
            isThere = true;
            var membership = system.ActorSelection($"{seed}/user/{MembershipActor.Name}");
            var told = await membership.Ask<MembershipTold>(new AskMembership(), patience, stopping);
            return told.KeyMark is { } other && other != keyMark ? throw new OtherKeyException($"{seed.Host}:{seed.Port}")
                : (told.IsMember ? SeedSign.Member : SeedSign.Waiting, true);
        }
        catch (SocketException failure) when (
            failure.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData)
        {
            return (SeedSign.Absent, false);
        }
        catch (Exception failure) when (
            !stopping.IsCancellationRequested && failure is SocketException or OperationCanceledException or AskTimeoutException)
        {
            return (SeedSign.Silent, isThere);
        }
    }

    private sealed class OtherKeyException(string seed) : Exception(seed);

    private sealed class NoAnswerException(string seeds) : Exception(seeds);
}
