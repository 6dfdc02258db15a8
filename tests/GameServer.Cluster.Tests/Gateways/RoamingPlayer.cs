using Akka.Actor;
using GameServer.Cluster.Gateways;
using GameServer.Cluster.Relays;
using GameServer.Cluster.Sessions;
using GameServer.Cluster.Tests.Contract;
using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;
using GameServer.Rooms;
using GameServer.TestKit;

namespace GameServer.Cluster.Tests.Gateways;

/// <summary>
/// A client that changes its transport at random moments, and whose network loses, cuts, repeats and holds up at random. It does what
/// the protocol asks of a client and nothing more, so whatever it misses or gets twice is the server's doing.
/// </summary>
internal sealed class RoamingPlayer(SimulatedNode node, string player, Chance chance)
{
    private const long Stay = 4711;

    // In steps of the calm at the end.
    private const int LastArrival = 10;

    private readonly HttpPlayer http = new(node, player);
    private readonly List<ClientFrame> unanswered = [];
    private readonly List<InputFrame> unsent = [];
    private readonly Sayings sayings = new();
    private readonly List<(int At, Action Arrive)> heldUp = [];
    private SimulatedConnection? socket;
    private (Outbox Outbox, Pending<StreamOpening> Opened)? stream;
    private Pending<GatewayReply>? join;
    private Pending<GatewayReply>? poll;
    private Pending<GatewayReply>? send;
    private string joinId = "join-1";
    private int joins = 1;
    private int attempts = 1;
    private int steps;
    private int calmSince = int.MaxValue;
    private bool isStuck;
    private long inputs;
    private long commands;
    private long acknowledged;
    private bool isJoined;

    internal enum Transport
    {
        WebSocket,
        Stream,
        LongPoll,
        ShortPoll,
    }

    public Transport Current { get; private set; } = Transport.LongPoll;

    public ClientLog Log => http.Log;

    public PlayerCopy Copy => http.Copy;

    public long Commands => commands;

    public int Switches { get; private set; }

    public int Losses { get; private set; }

    /// <summary>Joins that arrived when the client had said something else since, or the same again.</summary>
    public int LateJoins { get; private set; }

    public void Start(string roomId)
    {
        http.StartAt(roomId, default, Copy);
        join = http.Join(ToJoin());
    }

    /// <summary>One step of its life, between two ticks.</summary>
    /// <param name="isCalm">Nothing goes wrong any more.</param>
    public void Step(bool isCalm)
    {
        steps++;
        calmSince = isCalm ? Math.Min(calmSince, steps) : calmSince;
        Arrive();
        if (!isCalm && (isJoined || isStuck) && chance.Next(25) == 0)
        {
            Switch((Transport)chance.Next(4));
        }

        Join(isCalm);
        if (isJoined)
        {
            Receive(isCalm);
        }

        if (isJoined)
        {
            Say(isCalm);
        }
    }

    /// <summary>Asks for a command, to be answered with its own number of applications.</summary>
    public void Count()
    {
        unanswered.Add(HttpPlayer.Command(++commands, "total", 1));
        Log.Say($"{commands}");
    }

    public void Press() => unsent.Add(new InputFrame(0, ++inputs, 0));

    private void Switch(Transport next)
    {
        Switches++;
        Leave();
        Current = next;
        isJoined = false;
        isStuck = false;
        join = null;
        attempts++;
    }

    private JoinFrame ToJoin() => http.ToRejoin(joinId, new JoinAttempt(Stay, attempts));

    /// <summary>What was held up comes in the end, be it long after its client has gone on.</summary>
    private void Arrive()
    {
        foreach (var late in heldUp.Where(late => late.At <= steps || steps - calmSince >= LastArrival).ToArray())
        {
            heldUp.Remove(late);
            LateJoins++;
            late.Arrive();
        }
    }

    private void HoldUp(Action arrive) => heldUp.Add((steps + 1 + chance.Next(40), arrive));

    /// <summary>Goes away without a word, as far as the old transport knows.</summary>
    private void Leave()
    {
        if (socket is not null && chance.Next(2) == 0)
        {
            socket.Cut();
        }

        if (stream is { Opened: { IsAnswered: true, Answer.Session: { } session } } && chance.Next(2) == 0)
        {
            session.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
        }

        (socket, stream, poll, send) = (null, null, null, null);
    }

    private void Join(bool isCalm)
    {
        if (isJoined)
        {
            return;
        }

        if (Current == Transport.WebSocket)
        {
            JoinOverSocket(isCalm);
        }
        else if (join is null)
        {
            var frame = ToJoin();
            if (!isCalm && chance.Next(6) == 0)
            {
                HoldUp(() => http.Join(frame));
            }

            if (isCalm || chance.Next(6) > 0)
            {
                join = http.Join(frame);
            }
        }
        else if (join.IsAnswered)
        {
            if (Loses(isCalm))
            {
                join = null;
                return;
            }

            var frames = http.Read(join);
            Assert.Contains(frames, frame => frame is JoinedFrame);
            NextJoin();
            isJoined = true;
        }
    }

    /// <summary>Now and then nothing of a connection comes through for some time, and its client may have given it up by then.</summary>
    private void JoinOverSocket(bool isCalm)
    {
        if (isStuck)
        {
            return;
        }

        var frame = ToJoin();
        var now = socket = node.Connect(player, player);
        if (!isCalm && chance.Next(4) == 0)
        {
            isStuck = true;
            HoldUp(() =>
            {
                now.Send(frame);
                if (socket == now)
                {
                    isStuck = false;
                    isJoined = true;
                }
            });
            return;
        }

        now.Send(frame);
        isJoined = true;
        SayAgain();
    }

    private void Receive(bool isCalm)
    {
        switch (Current)
        {
            case Transport.WebSocket:
                if (Loses(isCalm))
                {
                    Switch(Current);
                }
                else if (chance.Next(3) > 0)
                {
                    Heard(socket!.Receive());
                    Assert.Null(socket.Closing);
                }

                break;
            case Transport.Stream:
                Stream(isCalm);
                break;
            default:
                Poll(isCalm);
                break;
        }
    }

    private void Stream(bool isCalm)
    {
        stream ??= http.Stream();
        if (!stream.Value.Opened.IsAnswered)
        {
            return;
        }

        Assert.Null(stream.Value.Opened.Answer.Refusal);
        if (Loses(isCalm))
        {
            stream.Value.Opened.Answer.Session!.Tell(ConnectionClosed.Instance, ActorRefs.NoSender);
            stream = null;
        }
        else if (chance.Next(3) > 0)
        {
            var outbox = stream.Value.Outbox;
            var bytes = outbox.Take(out var position).ToArray();
            outbox.Sent();
            StillSits(http.Read(bytes, FrameEncoding.Text));
            if (bytes.Length > 0)
            {
                Assert.Equal((http.Cursor!.Value.Offset, http.Cursor.Value.Baseline), (position.Offset, position.Tick));
            }
        }
    }

    private void Poll(bool isCalm)
    {
        if (poll is null)
        {
            poll = http.Poll(Current == Transport.LongPoll ? 20 : 0);
        }

        if (!poll.IsAnswered)
        {
            if (!isCalm && chance.Next(20) == 0)
            {
                // The request was lost on its way back to us; the next one ends it.
                poll = null;
            }

            return;
        }

        if (!Loses(isCalm))
        {
            StillSits(http.Read(poll));
        }

        poll = null;
    }

    private void Say(bool isCalm)
    {
        if (Current == Transport.WebSocket)
        {
            if (chance.Next(2) == 0)
            {
                SayAgain();
            }

            return;
        }

        if (send is null)
        {
            ClientFrame[] body = [.. unsent, .. unanswered.Take(20), new AckFrame(0, 7, acknowledged)];
            sayings.Said(body);
            send = http.Send(body);
        }

        if (!send.IsAnswered)
        {
            return;
        }

        if (!Loses(isCalm))
        {
            Heard(http.Read(send), alreadyFollowed: true);
            unsent.Clear();
        }

        send = null;
    }

    private void SayAgain()
    {
        ClientFrame[] frames = [.. unsent, .. unanswered.Take(20)];
        sayings.Said(frames);
        foreach (var frame in frames)
        {
            socket!.Send(frame);
        }

        socket!.Send(new AckFrame(0, 7, acknowledged));
        unsent.Clear();
    }

    private static void StillSits(IReadOnlyList<ServerFrame> frames) => Assert.Empty(frames.OfType<LeftFrame>());

    private void Heard(IReadOnlyList<ServerFrame> frames, bool alreadyFollowed = false)
    {
        StillSits(frames);
        foreach (var frame in frames)
        {
            if (!alreadyFollowed)
            {
                http.Follow(frame);
            }

            if (frame is JoinedFrame)
            {
                NextJoin();
            }
            else if (frame is AnswerFrame answer)
            {
                Answered(answer);
            }
            else if (frame is ErrorFrame { Code: not ErrorCodes.NotJoined } error)
            {
                Assert.Fail($"{error}");
            }
        }
    }

    private void Answered(AnswerFrame answer)
    {
        Assert.Null(answer.Code);
        sayings.Answered(answer);
        // The answer says how many commands of hers the room has applied.
        Assert.Equal(answer.N, answer.Payload.AsInteger());
        Log.Answer($"{answer.N}", $"{answer.Payload}");
        unanswered.RemoveAll(frame => ((CommandFrame)frame).N == answer.N);
        acknowledged = unanswered.Count == 0 ? commands : ((CommandFrame)unanswered[0]).N - 1;
    }

    private bool Loses(bool isCalm)
    {
        var loses = !isCalm && chance.Next(8) == 0;
        Losses += loses ? 1 : 0;
        return loses;
    }

    /// <summary>A join that was never answered is repeated as it was, over whatever transport; only then comes another.</summary>
    private void NextJoin() => joinId = $"join-{++joins}";
}
