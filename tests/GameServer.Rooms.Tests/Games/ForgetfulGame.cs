namespace GameServer.Rooms.Tests.Games;

/// <summary>A game that breaks the rule: it remembers something outside its tables, so a recovered room differs.</summary>
internal sealed class ForgetfulGame : Game
{
    private long steps;

    public ForgetfulGame() => Rows = Replicated<CounterRow>(CounterRow.Schema);

    public override GameSettings Settings { get; } = CounterGame.Defaults with { Kind = "forgetful" };

    public Table<CounterRow> Rows { get; }

    public override void OnTick(RoomContext room)
    {
        steps++;
        (Rows.Find(0) ?? Rows.Add(0)).Value = steps;
    }
}
