using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Mails;

/// <summary>
/// Rooms that write to each other and to themselves by chance for some time: each letter says how many came before it, so that whoever
/// takes it sees whether one is missing, comes twice or too early.
/// </summary>
internal sealed class PenPal : Game
{
    private const int WritesFor = 60;

    private readonly Table<Correspondent> correspondents;

    public PenPal() => correspondents = Hidden<Correspondent>(Correspondent.Schema);

    public static string[] Rooms { get; } = ["pals.a", "pals.b", "pals.c"];

    public override GameSettings Settings { get; } = new() { Kind = "pals", TickRate = 10, Seats = 1 };

    public bool HasWritten { get; private set; }

    public Table<Correspondent> Correspondents => correspondents;

    public override void OnCreate(RoomContext room, Payload options)
    {
        for (var i = 0; i < Rooms.Length; i++)
        {
            correspondents.Add(i);
        }

        Write(room);
    }

    public override void OnMail(RoomContext room, GameServer.Rooms.Mail mail)
    {
        var from = correspondents[Array.IndexOf(Rooms, mail.From)];
        from.Wrong += mail.Payload.AsInteger() == from.Taken + 1 ? 0 : 1;
        from.Taken++;
    }

    public override void OnTick(RoomContext room)
    {
        if (room.Tick < WritesFor)
        {
            Write(room);
        }

        HasWritten = room.Tick >= WritesFor;
    }

    private void Write(RoomContext room)
    {
        foreach (var to in correspondents)
        {
            for (var letters = room.Chance.Next(6) - 3; letters > 0; letters--)
            {
                if (room.Post(Rooms[to.Key], "letter", to.Written + 1))
                {
                    to.Written++;
                }
            }
        }
    }
}

internal sealed class Correspondent : Row
{
    public static TableSchema Schema { get; } = new("correspondents", [Column.Int("written"), Column.Int("taken"), Column.Int("wrong")]);

    public long Written { get => Int(0); set => Set(0, value); }

    public long Taken { get => Int(1); set => Set(1, value); }

    public long Wrong { get => Int(2); set => Set(2, value); }
}
