using Akka.Actor;
using GameServer.Cluster.Lobby;
using GameServer.Cluster.Membership;
using GameServer.Cluster.Pieces;
using GameServer.Cluster.Rooms;
using GameServer.Cluster.Sessions;
using GameServer.Protocol;

namespace GameServer.Cluster.Gateways;

/// <summary>
/// One join over HTTP: the matchmaker finds a room, the room gives a seat, a relay says where the client stands. Lives until the
/// request is answered. The same join sent again goes the same way and comes to the same seat.
/// </summary>
public sealed class HttpJoinActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan repeatAfter = TimeSpan.FromSeconds(2);

    private readonly HttpJoin asked;
    private readonly SessionNeighbours neighbours;
    private readonly NodeServices services;
    private readonly List<string> tried = [];
    private readonly IncomingPieces pieces;
    private readonly long since;
    private string roomId = "";
    private object waitingFor = null!;
    private JoinRoomResult? granted;

    /// <param name="asked">The request.</param>
    /// <param name="neighbours">Whom it is passed to.</param>
    /// <param name="services">What the node's actors share.</param>
    public HttpJoinActor(HttpJoin asked, SessionNeighbours neighbours, NodeServices services)
    {
        this.asked = asked;
        this.neighbours = neighbours;
        this.services = services;
        since = services.Time.GetTimestamp();
        pieces = new IncomingPieces(Context.System, services.Log);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private JoinFrame Join => asked.Join;

    /// <summary>How it is made.</summary>
    public static Props Props(HttpJoin asked, SessionNeighbours neighbours, NodeServices services) =>
        Akka.Actor.Props.Create(() => new HttpJoinActor(asked, neighbours, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Repeat), Repeat.Instance, repeatAfter);
        switch (Join.How)
        {
            case JoinBy.Quick or JoinBy.Create:
                Seek();
                break;
            default:
                if (RoomTarget.Find(Join) is { } found)
                {
                    Enter(found);
                }
                else if (Join.How == JoinBy.Code)
                {
                    Refuse(ErrorCodes.BadCode, "That cannot be a code: it has 10 letters and digits.");
                }
                else
                {
                    Refuse(ErrorCodes.RoomGone, "There is no such room.");
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => asked.Reply.TrySetResult(GatewayFrames.Refused(ErrorCodes.Busy));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomProposed proposed when waitingFor is FindRoom:
                Enter(proposed.RoomId);
                break;
            case NoProposal none when waitingFor is FindRoom:
                Refuse(none.Code, none.Message);
                break;
            case JoinRoomResult result when waitingFor is JoinRoom && result.RoomId == roomId:
                OnResult(result);
                break;
            case RoomGone gone when gone.RoomId == roomId:
                SeekAnother(ErrorCodes.RoomGone, "There is no such room.");
                break;
            case PollAnswer answer when waitingFor is PollRoom:
                OnRead(answer);
                break;
            case MessagePiece piece:
                if (pieces.TryTake(piece, Sender, out var whole) && whole is PollAnswer)
                {
                    OnReceive(whole);
                }

                break;
            case Repeat or AskAnew:
                OnRepeat();
                break;
            case RoomProposed or NoProposal or JoinRoomResult or RoomGone or PollAnswer:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Seek()
    {
        var find = new FindRoom(
            Join.Handle, Join.JoinId, Join.Target, asked.Player.PlayerId, Join.How == JoinBy.Create, Join.Options, [.. tried]);
        waitingFor = find;
        neighbours.Matchmaker.Tell(find);
    }

    private void Enter(string found)
    {
        roomId = found;
        if (Join.Watch)
        {
            Read();
        }
        else
        {
            AskForSeat();
        }
    }

    private void AskForSeat()
    {
        var join = new JoinRoom(
            roomId, asked.Player.PlayerId, asked.Player.Name, Join.JoinId, Join.Options, Join.Cursor?.Attach ?? 0, Self,
            OverHttp: true, Join.Attempt);
        waitingFor = join;
        neighbours.Rooms.Tell(join);
    }

    private void OnResult(JoinRoomResult result)
    {
        if (result.Outcome.RefusalCode is { } code)
        {
            if (code == ErrorCodes.RoomFull)
            {
                SeekAnother(code, result.Outcome.RefusalMessage!);
            }
            else
            {
                Refuse(code, result.Outcome.RefusalMessage!);
            }

            return;
        }

        granted = result;
        Read();
    }

    private void SeekAnother(string code, string message)
    {
        if (Join.How == JoinBy.Quick && tried.Count < JoinRefusals.MaxTries)
        {
            tried.Add(roomId);
            Seek();
        }
        else
        {
            Refuse(Join.How == JoinBy.Quick ? ErrorCodes.NoRoom : code, message);
        }
    }

    private void Read()
    {
        var poll = new PollRoom(
            roomId, 0, asked.Player.PlayerId, asked.Session, Join.Handle, granted?.Outcome.Attach ?? 0, Join.Cursor, Join.Rate,
            asked.Encoding, TimeSpan.Zero, new JoinedSeat(Join.JoinId, granted?.Outcome), Self, NodeFormats.Newest);
        waitingFor = poll;
        neighbours.Relays.Tell(poll);
    }

    private void OnRead(PollAnswer answer)
    {
        if (answer.Refusal is { } refusal)
        {
            if (refusal is ErrorCodes.WatchRefused)
            {
                Refuse(refusal, "This game has no watchers.");
            }
            else
            {
                Answer(GatewayFrames.Refused(refusal));
            }
        }
        else
        {
            Answer(new GatewayReply(answer.Frames, answer.Position, null));
        }
    }

    private void OnRepeat()
    {
        if (services.Time.GetElapsedTime(since) >= services.Limits.JoinTimeout)
        {
            Refuse(ErrorCodes.Busy, "The server could not do it in time.");
            return;
        }

        switch (waitingFor)
        {
            case JoinRoom:
                AskForSeat();
                break;
            case PollRoom:
                Read();
                break;
        }
    }

    private void Refuse(string code, string message) =>
        Answer(GatewayFrames.Reply(asked.Encoding, [JoinRefusals.Frame(Join.Handle, code, message)]));

    private void Answer(GatewayReply reply)
    {
        asked.Reply.TrySetResult(reply);
        Context.Stop(Self);
    }

    private sealed class Repeat : INoSerializationVerificationNeeded
    {
        public static Repeat Instance { get; } = new();
    }
}
