namespace GameServer.Cluster.Tests.Contract;

/// <summary>
/// What one client said to a room and was told by it, over all its connections, whatever their transports and nodes. The contract is
/// judged by it, and by what really happened: events in order and once, none missing that was not said to be lost; commands applied
/// and answered once, in their order; inputs applied once, in their order, one in a tick; state never back within an incarnation.
/// </summary>
internal sealed class ClientLog
{
    private readonly List<Happening> events = [];
    private readonly List<(long After, long UpTo)> gaps = [];
    private readonly List<string> commands = [];
    private readonly Dictionary<string, string> answers = [];
    private readonly Dictionary<string, long> ticks = [];
    private long? begin;
    private int contradicted;
    private int back;

    /// <summary>The events that were told, in the order in which they came.</summary>
    public IReadOnlyList<Happening> Events => events;

    /// <summary>How often it was told that events are lost to it.</summary>
    public int Gaps => gaps.Count;

    /// <summary>The commands that were answered.</summary>
    public IReadOnlyCollection<string> Answered => answers.Keys;

    /// <summary>What comes after this offset is for the client; only its first word counts.</summary>
    public void BeginAfter(long offset) => begin ??= offset;

    public void Event(long offset, string what) => events.Add(new Happening(offset, what));

    /// <summary>It was told that the events after an offset and up to another one are lost to it.</summary>
    public void Lost(long after, long upTo) => gaps.Add((after, upTo));

    /// <summary>It says a command; a repetition of it is none.</summary>
    public void Say(string command) => commands.Add(command);

    public void Answer(string command, string answer) =>
        contradicted += answers.TryAdd(command, answer) || answers[command] == answer ? 0 : 1;

    public void State(string incarnation, long tick)
    {
        back += tick < ticks.GetValueOrDefault(incarnation) ? 1 : 0;
        ticks[incarnation] = tick;
    }

    /// <summary>Compares the log with what happened.</summary>
    /// <exception cref="InvalidOperationException">Nobody said where it begins.</exception>
    public Verdict Judge(RoomTruth truth)
    {
        var first = begin ?? throw new InvalidOperationException("The log has no beginning.");
        var told = events.Select(happening => happening.Offset).ToHashSet();
        var real = truth.Events.ToDictionary(happening => happening.Offset, happening => happening.What);
        var said = commands.Select((command, place) => (command, place)).ToDictionary(each => each.command, each => each.place);
        var applied = truth.Commands.ToHashSet();
        return new Verdict
        {
            EventsLost = truth.Events.Count(happening => happening.Offset > first && !told.Contains(happening.Offset) && !IsLost(happening.Offset)),
            EventsRepeated = events.Count - told.Count,
            EventsOutOfOrder = Falls(events.Select(happening => happening.Offset)),
            EventsFalse = events.Count(happening => real.GetValueOrDefault(happening.Offset) != happening.What),
            CommandsLost = answers.Keys.Count(command => !applied.Contains(command)),
            CommandsRepeated = truth.Commands.Count - applied.Count,
            CommandsOutOfOrder = Falls(truth.Commands.Select(command => (long)said[command])),
            CommandsUnanswered = commands.Count(command => !answers.ContainsKey(command)),
            AnswersContradicted = contradicted,
            InputsRepeated = truth.Inputs.Count - truth.Inputs.Select(input => input.N).Distinct().Count(),
            InputsOutOfOrder = Falls(truth.Inputs.Select(input => input.N)),
            InputsOfOneTick = truth.Inputs.Count - truth.Inputs.Select(input => input.Tick).Distinct().Count(),
            StatesBack = back,
        };
    }

    private bool IsLost(long offset) => gaps.Exists(gap => offset > gap.After && offset <= gap.UpTo);

    /// <summary>How many are less than the one before.</summary>
    private static int Falls(IEnumerable<long> numbers)
    {
        var (falls, last) = (0, long.MinValue);
        foreach (var number in numbers)
        {
            falls += number < last ? 1 : 0;
            last = number;
        }

        return falls;
    }
}
