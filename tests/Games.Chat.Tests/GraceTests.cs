using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Chat.Tests;

/// <summary>Presence with the actors of a node, in virtual time: connections are cut and come back, or do not.</summary>
public sealed class GraceTests : GameTestKit
{
    private static readonly TimeSpan grace = new ChatGame().Settings.Grace;
    private static readonly string general = GameServer.Rooms.StandingRooms.IdOf(ChatGame.Kind, ChatRules.General);

    private readonly SimulatedNode server;
    private readonly PlayerCopy seen = new();
    private readonly SimulatedConnection nova;
    private int joins;

    public GraceTests()
    {
        server = Node(() => new ChatGame());
        nova = Enter("nova", "Nova");
        Ticks(2);
    }

    [Fact]
    public void Who_comes_back_within_the_grace_time_was_away_for_a_moment()
    {
        var rigel = Enter("rigel", "Rigel");
        Ticks(2);
        Assert.Equal([("Nova", true, false), ("Rigel", true, false)], People());
        rigel.Cut();
        Ticks(2);
        Assert.Equal([("Nova", true, false), ("Rigel", true, true)], People());
        Pass(grace - TimeSpan.FromSeconds(1));
        Enter("rigel", "Rigel");
        Ticks(2);
        Assert.Equal([("Nova", true, false), ("Rigel", true, false)], People());
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, People().Length);
    }

    [Fact]
    public void Who_does_not_is_here_no_more()
    {
        var rigel = Enter("rigel", "Rigel");
        Ticks(2);
        Assert.Equal(2, People().Length);
        rigel.Cut();
        Pass(grace + TimeSpan.FromSeconds(1));
        Assert.Equal([("Nova", true, false)], People());
    }

    private SimulatedConnection Enter(string player, string name)
    {
        var connection = server.Connect(player, name);
        connection.Send(new JoinFrame(1, $"join {++joins}", JoinBy.Room, general, false, 0, null, Payload.Nil));
        return connection;
    }

    private (string Name, bool IsHere, bool IsAway)[] People()
    {
        foreach (var frame in nova.Receive())
        {
            seen.Apply(frame);
        }

        return [.. seen.Rows("people").Select(row => ((string)row.Values[0]!, (long)row.Values[2]! >= 0, (long)row.Values[3]! != 0))];
    }

    private void Ticks(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            server.Time.Step(ChatRules.TickRate);
        }
    }

    private void Pass(TimeSpan time)
    {
        for (var seconds = 0; seconds < time.TotalSeconds; seconds++)
        {
            // Of whom nothing is heard is cut off, too.
            nova.Send(new PingFrame(null, 1));
            Ticks(ChatRules.TickRate);
        }
    }
}
