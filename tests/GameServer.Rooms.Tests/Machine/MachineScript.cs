using CsCheck;
using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Machine;

internal enum ActKind
{
    Join,
    Leave,
    Away,
    Input,
    BadInput,
    Command,
    RepeatCommand,
    Acknowledge,
    Step,
}

/// <summary>One thing that is done to a room; players, numbers and names are taken from <paramref name="Player"/> and <paramref name="Choice"/>.</summary>
internal sealed record Act(ActKind Kind, int Player, int Choice);

internal static class MachineScript
{
    public static Gen<Act[]> Any { get; } = Gen.Select(
        Gen.Frequency(
            (5, Gen.Const(ActKind.Join)),
            (1, Gen.Const(ActKind.Leave)),
            (2, Gen.Const(ActKind.Away)),
            (6, Gen.Const(ActKind.Input)),
            (1, Gen.Const(ActKind.BadInput)),
            (7, Gen.Const(ActKind.Command)),
            (2, Gen.Const(ActKind.RepeatCommand)),
            (2, Gen.Const(ActKind.Acknowledge)),
            (9, Gen.Const(ActKind.Step))),
        Gen.Int[0, 4],
        Gen.Int[0, 1000],
        (kind, player, choice) => new Act(kind, player, choice)).Array[1, 150];
}

/// <summary>Sessions of a few players that play a script on a room, stale attaches included.</summary>
internal sealed class MachineRun
{
    private static readonly string[] commands = ["add", "add", "make", "make", "clear", "whisper", "kick", "refuse", "nonsense", "whisper"];
    private readonly Dictionary<string, (int Seat, long Attach)> attached;
    private readonly Dictionary<(string Player, long Stream), long> sent;
    private readonly Dictionary<string, long> inputs;
    private readonly Queue<string> joining = new();

    public MachineRun(Game game)
    {
        Machine = Room.Of(game);
        attached = [];
        sent = [];
        inputs = [];
    }

    /// <summary>The same sessions, to play on another room.</summary>
    public MachineRun(MachineRun other)
    {
        Machine = other.Machine;
        attached = new(other.attached);
        sent = new(other.sent);
        inputs = new(other.inputs);
    }

    public RoomMachine Machine { get; init; }

    /// <summary>Does it and returns the tick's result if it was a step.</summary>
    public TickResult? Do(Act act)
    {
        var player = $"player{act.Player}";
        if (act.Kind == ActKind.Step)
        {
            return Step();
        }

        if (act.Kind == ActKind.Join)
        {
            if (Machine.OfferJoin(player, player, $"{act.Choice}", act.Choice % 9 == 0 ? Payload.Map(("pin", act.Choice)) : Payload.Nil))
            {
                joining.Enqueue(player);
            }

            return null;
        }

        if (attached.TryGetValue(player, out var seat))
        {
            Offer(act, player, seat.Seat, seat.Attach);
        }

        return null;
    }

    public TickResult Step()
    {
        var result = Machine.Step();
        foreach (var outcome in result.Joins)
        {
            var player = joining.Dequeue();
            if (outcome.RefusalCode is null)
            {
                // Sessions are not told when their seat ends: they go on with what they have, as late messages do.
                attached[player] = (outcome.Seat, outcome.Attach);
            }
        }

        return result;
    }

    private void Offer(Act act, string player, int seat, long attach)
    {
        var stream = 1 + (act.Choice % 6);
        var last = sent.GetValueOrDefault((player, stream));
        switch (act.Kind)
        {
            case ActKind.Leave:
                Machine.OfferLeave(seat, attach);
                break;
            case ActKind.Away:
                Machine.OfferAway(seat, attach);
                break;
            case ActKind.Input:
                inputs[player] = inputs.GetValueOrDefault(player) + 1;
                Machine.OfferInput(seat, attach, inputs[player], Payload.Map(("add", act.Choice % 7)));
                break;
            case ActKind.BadInput:
                inputs[player] = inputs.GetValueOrDefault(player) + 1;
                Machine.OfferInput(seat, attach, inputs[player], "nonsense");
                break;
            case ActKind.Command:
                var name = commands[act.Choice % commands.Length];
                if (Machine.OfferCommand(seat, attach, stream, last + 1, name, act.Choice % 3)?.Verdict == CommandVerdict.Queued)
                {
                    sent[(player, stream)] = last + 1;
                }

                break;
            case ActKind.RepeatCommand:
                Machine.OfferCommand(seat, attach, stream, Math.Max(1, last - (act.Choice % 4)), "add", 1);
                break;
            case ActKind.Acknowledge:
                Machine.OfferAcknowledge(seat, attach, stream, last - (act.Choice % 3));
                break;
        }
    }
}
