namespace GameServer.Cluster.Tests.Contract;

/// <summary>How often the contract was broken, by what was broken.</summary>
internal sealed record Verdict
{
    /// <summary>Nothing was.</summary>
    public static readonly Verdict Kept = new();

    /// <summary>Events that the client may see and was neither told nor told to be lost.</summary>
    public int EventsLost { get; init; }

    /// <summary>Events that it was told again.</summary>
    public int EventsRepeated { get; init; }

    /// <summary>Events that it was told after one that came later.</summary>
    public int EventsOutOfOrder { get; init; }

    /// <summary>Events that it was told and that were none, or others.</summary>
    public int EventsFalse { get; init; }

    /// <summary>Commands that were answered and have not happened.</summary>
    public int CommandsLost { get; init; }

    /// <summary>Times that a command happened beyond the first.</summary>
    public int CommandsRepeated { get; init; }

    /// <summary>Commands that happened after one that was said later.</summary>
    public int CommandsOutOfOrder { get; init; }

    /// <summary>Commands that have no answer.</summary>
    public int CommandsUnanswered { get; init; }

    /// <summary>Answers that differ from an earlier one to the same command.</summary>
    public int AnswersContradicted { get; init; }

    /// <summary>Times that an input was applied beyond the first.</summary>
    public int InputsRepeated { get; init; }

    /// <summary>Inputs that were applied after a later one.</summary>
    public int InputsOutOfOrder { get; init; }

    /// <summary>Inputs that were applied in the tick of another one.</summary>
    public int InputsOfOneTick { get; init; }

    /// <summary>States that were older than the one before, of the same incarnation of the room.</summary>
    public int StatesBack { get; init; }

    public static Verdict operator +(Verdict one, Verdict other) => new()
    {
        EventsLost = one.EventsLost + other.EventsLost,
        EventsRepeated = one.EventsRepeated + other.EventsRepeated,
        EventsOutOfOrder = one.EventsOutOfOrder + other.EventsOutOfOrder,
        EventsFalse = one.EventsFalse + other.EventsFalse,
        CommandsLost = one.CommandsLost + other.CommandsLost,
        CommandsRepeated = one.CommandsRepeated + other.CommandsRepeated,
        CommandsOutOfOrder = one.CommandsOutOfOrder + other.CommandsOutOfOrder,
        CommandsUnanswered = one.CommandsUnanswered + other.CommandsUnanswered,
        AnswersContradicted = one.AnswersContradicted + other.AnswersContradicted,
        InputsRepeated = one.InputsRepeated + other.InputsRepeated,
        InputsOutOfOrder = one.InputsOutOfOrder + other.InputsOutOfOrder,
        InputsOfOneTick = one.InputsOfOneTick + other.InputsOfOneTick,
        StatesBack = one.StatesBack + other.StatesBack,
    };
}
