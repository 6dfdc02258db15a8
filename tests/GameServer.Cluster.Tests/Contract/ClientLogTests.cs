using CsCheck;

namespace GameServer.Cluster.Tests.Contract;

/// <summary>The judge itself: it finds nothing where nothing is, and each fault wherever it is.</summary>
public sealed class ClientLogTests
{
    private const int Most = 20;

    /// <summary>What happened, with holes where others were told something; nobody can lose what is not there, so there is some of all.</summary>
    private static readonly Gen<RoomTruth> genTruth = Gen.Select(
        Gen.Int[1, 3].Array[3, Most], Gen.Int[3, Most], Gen.Int[1, 3].Array[3, Most], (holes, commands, pauses) => new RoomTruth(
            [.. Sums(holes).Select(offset => new Happening(offset, $"said {offset}"))],
            [.. Enumerable.Range(1, commands).Select(n => $"{n}")],
            [.. Sums(pauses).Select((tick, i) => (tick, i + 1L))]));

    private static readonly Gen<int> genPlace = Gen.Int[0, 1000];

    [Fact]
    public void A_client_that_was_told_all_there_is_has_nothing_to_complain_of() => genTruth.Sample(truth =>
        Assert.Equal(Verdict.Kept, LogOf(truth).Judge(truth)));

    [Fact]
    public void What_came_before_its_join_and_what_is_said_to_be_lost_is_no_loss() => Gen.Select(genTruth, genPlace, genPlace).Sample((truth, one, other) =>
    {
        var (first, gap) = (At(truth.Events, one), At(truth.Events, other));
        var log = new ClientLog();
        log.BeginAfter(first.Offset);
        log.Lost(gap.Offset - 1, gap.Offset);
        foreach (var happening in truth.Events.Where(happening => happening.Offset > first.Offset && happening != gap))
        {
            log.Event(happening.Offset, happening.What);
        }

        Assert.Equal(Verdict.Kept, log.Judge(truth with { Commands = [], Inputs = [] }));
    });

    [Fact]
    public void An_event_that_was_not_told_is_lost() => Breaks(
        (truth, place) => Judge(truth, truth.Events.Where(happening => happening != At(truth.Events, place))),
        new Verdict { EventsLost = 1 });

    [Fact]
    public void An_event_that_was_told_at_once_again_is_repeated() => Breaks(
        (truth, place) => Judge(truth, truth.Events.SelectMany(happening => Enumerable.Repeat(happening, happening == At(truth.Events, place) ? 2 : 1))),
        new Verdict { EventsRepeated = 1 });

    [Fact]
    public void Two_events_that_changed_places_are_out_of_order() => Breaks(
        (truth, place) => Judge(truth, Swapped(truth.Events, place)), new Verdict { EventsOutOfOrder = 1 });

    [Fact]
    public void An_event_that_says_something_else_is_false() => Breaks(
        (truth, place) => Judge(truth, truth.Events.Select(happening => happening == At(truth.Events, place) ? happening with { What = "x" } : happening)),
        new Verdict { EventsFalse = 1 });

    [Fact]
    public void An_event_that_never_was_is_false() => Breaks(
        (truth, _) => Judge(truth, truth.Events.Append(new Happening(truth.Events[^1].Offset + 1, "x"))), new Verdict { EventsFalse = 1 });

    [Fact]
    public void A_command_that_was_answered_and_not_applied_is_lost() => Breaks(
        (truth, place) => LogOf(truth).Judge(truth with { Commands = [.. truth.Commands.Where(command => command != At(truth.Commands, place))] }),
        new Verdict { CommandsLost = 1 });

    [Fact]
    public void A_command_that_was_applied_at_once_again_is_repeated() => Breaks(
        (truth, place) => LogOf(truth).Judge(truth with { Commands = [.. truth.Commands.SelectMany(command => Enumerable.Repeat(command, command == At(truth.Commands, place) ? 2 : 1))] }),
        new Verdict { CommandsRepeated = 1 });

    [Fact]
    public void Two_commands_that_changed_places_are_out_of_order() => Breaks(
        (truth, place) => LogOf(truth).Judge(truth with { Commands = [.. Swapped(truth.Commands, place)] }),
        new Verdict { CommandsOutOfOrder = 1 });

    [Fact]
    public void A_command_without_an_answer_is_unanswered() => Breaks(
        (truth, _) =>
        {
            var log = LogOf(truth);
            log.Say("more");
            return log.Judge(truth);
        },
        new Verdict { CommandsUnanswered = 1 });

    [Fact]
    public void An_answer_may_be_repeated_and_not_changed() => Breaks(
        (truth, place) =>
        {
            var log = LogOf(truth);
            log.Answer(At(truth.Commands, place), AnswerTo(At(truth.Commands, place)));
            Assert.Equal(Verdict.Kept, log.Judge(truth));
            log.Answer(At(truth.Commands, place), "x");
            return log.Judge(truth);
        },
        new Verdict { AnswersContradicted = 1 });

    [Fact]
    public void An_input_that_was_applied_again_is_repeated() => Breaks(
        (truth, _) => LogOf(truth).Judge(truth with { Inputs = [.. truth.Inputs, (truth.Inputs[^1].Tick + 1, truth.Inputs[^1].N)] }),
        new Verdict { InputsRepeated = 1 });

    [Fact]
    public void An_older_input_that_was_applied_late_is_out_of_order() => Breaks(
        (truth, _) => LogOf(truth).Judge(truth with { Inputs = [.. truth.Inputs, (truth.Inputs[^1].Tick + 1, 0)] }),
        new Verdict { InputsOutOfOrder = 1 });

    [Fact]
    public void Two_inputs_of_one_tick_are_one_too_many() => Breaks(
        (truth, _) => LogOf(truth).Judge(truth with { Inputs = [.. truth.Inputs, (truth.Inputs[^1].Tick, truth.Inputs[^1].N + 1)] }),
        new Verdict { InputsOfOneTick = 1 });

    [Fact]
    public void State_may_only_go_back_in_another_incarnation() => Breaks(
        (truth, _) =>
        {
            var log = LogOf(truth);
            log.State("a", 7);
            log.State("b", 5);
            log.State("b", 5);
            Assert.Equal(Verdict.Kept, log.Judge(truth));
            log.State("a", 6);
            return log.Judge(truth);
        },
        new Verdict { StatesBack = 1 });

    private static void Breaks(Func<RoomTruth, int, Verdict> judge, Verdict expected) =>
        Gen.Select(genTruth, genPlace).Sample((truth, place) => Assert.Equal(expected, judge(truth, place)));

    private static Verdict Judge(RoomTruth truth, IEnumerable<Happening> told) => LogOf(truth, told).Judge(truth);

    private static ClientLog LogOf(RoomTruth truth, IEnumerable<Happening>? told = null)
    {
        var log = new ClientLog();
        log.BeginAfter(0);
        foreach (var happening in told ?? truth.Events)
        {
            log.Event(happening.Offset, happening.What);
        }

        foreach (var command in truth.Commands)
        {
            log.Say(command);
            log.Answer(command, AnswerTo(command));
        }

        return log;
    }

    private static string AnswerTo(string command) => $"did {command}";

    private static T At<T>(IReadOnlyList<T> list, int place) => list[place % list.Count];

    private static IEnumerable<T> Swapped<T>(IReadOnlyList<T> list, int place)
    {
        var first = place % (list.Count - 1);
        return list.Select((_, i) => list[i == first ? i + 1 : i == first + 1 ? i - 1 : i]);
    }

    private static long[] Sums(int[] steps)
    {
        var sum = 0L;
        return [.. steps.Select(step => sum += step)];
    }
}
