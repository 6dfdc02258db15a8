using Akka.Actor;
using ClusterExtension = Akka.Cluster.Cluster;

namespace GameServer.Cluster.Membership;

/// <summary>Somebody wants to know whether every node of the cluster answers at this moment.</summary>
/// <param name="AllAnswered">Is completed within <see cref="RollCallActor.AnswersWithin"/>.</param>
public sealed record CallRoll(TaskCompletionSource<bool> AllAnswered) : INoSerializationVerificationNeeded;

/// <summary>Asks every member for a sign of life, since one that has just died is not known to be unreachable yet.</summary>
/// <remarks>Mailbox: a call every few seconds, and an answer of each member to it. Bound: the calls of <see cref="AnswersWithin"/>.</remarks>
public sealed class RollCallActor : UntypedActor, IWithTimers
{
    /// <summary>Its name under <c>/user</c>.</summary>
    public const string Name = "roll-call";

    /// <summary>How long a member may take to answer.</summary>
    public static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(500);

    private readonly ClusterExtension cluster = ClusterExtension.Get(Context.System);
    private readonly HashSet<Address> missing = [];
    private readonly List<TaskCompletionSource<bool>> callers = [];

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    public static Props Props() => Akka.Actor.Props.Create(() => new RollCallActor());

    /// <inheritdoc/>
    protected override void PostStop() => Answer(false);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CallRoll call:
                Call(call.AllAnswered);
                break;
            case MembershipTold:
                missing.Remove(Sender.Path.Address.HasLocalScope ? cluster.SelfAddress : Sender.Path.Address);
                if (missing.Count == 0)
                {
                    Answer(true);
                }

                break;
            case TimeIsUp:
                Answer(false);
                break;
        }
    }

    private void Call(TaskCompletionSource<bool> caller)
    {
        callers.Add(caller);
        missing.UnionWith(cluster.State.Members.Select(member => member.Address));
        foreach (var address in missing)
        {
            Context.ActorSelection($"{address}/user/{MembershipActor.Name}").Tell(new AskMembership(), Self);
        }

        Timers.StartSingleTimer(nameof(TimeIsUp), TimeIsUp.Instance, AnswersWithin);
    }

    private void Answer(bool all)
    {
        foreach (var caller in callers)
        {
            caller.TrySetResult(all);
        }

        callers.Clear();
        missing.Clear();
        Timers.Cancel(nameof(TimeIsUp));
    }

    private sealed class TimeIsUp : INoSerializationVerificationNeeded
    {
        public static TimeIsUp Instance { get; } = new();
    }
}
