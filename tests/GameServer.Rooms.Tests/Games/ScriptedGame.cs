using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Games;

/// <summary>A game whose methods a test fills in.</summary>
internal sealed class ScriptedGame : Game
{
    public ScriptedGame() => Rows = Replicated<CounterRow>(CounterRow.Schema);

    public override GameSettings Settings { get; } = CounterGame.Defaults with { Kind = "scripted" };

    public Table<CounterRow> Rows { get; }

    public Action<RoomContext>? Create { get; init; }

    public Func<RoomContext, Seat, string?>? Join { get; init; }

    public Action<RoomContext, Seat, LeaveReason>? Leave { get; init; }

    public Action<RoomContext, Seat>? Away { get; init; }

    public Action<RoomContext, Seat, Payload>? Back { get; init; }

    public Action<RoomContext, Seat, Payload>? Input { get; init; }

    public Func<RoomContext, Seat, string, CommandReply>? Command { get; init; }

    public Action<Mail>? Mail { get; init; }

    public Action<RoomContext>? Step { get; init; }

    public override void OnCreate(RoomContext room, Payload options) => Create?.Invoke(room);

    public override string? OnJoin(RoomContext room, Seat seat, Payload options) => Join?.Invoke(room, seat);

    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason) => Leave?.Invoke(room, seat, reason);

    public override void OnAway(RoomContext room, Seat seat) => Away?.Invoke(room, seat);

    public override void OnBack(RoomContext room, Seat seat, Payload options) => Back?.Invoke(room, seat, options);

    public override void OnInput(RoomContext room, Seat seat, Payload input) => Input?.Invoke(room, seat, input);

    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments) =>
        Command?.Invoke(room, seat, name) ?? CommandReply.Ok;

    public override void OnMail(RoomContext room, Mail mail) => Mail?.Invoke(mail);

    public override void OnTick(RoomContext room) => Step?.Invoke(room);
}
