using GameServer.Client.Connection;
using GameServer.Client.Rooms;
using GameServer.Protocol;

namespace GameServer.Client.Tests.Rooms;

public sealed class CommandStreamTests
{
    private readonly Wire wire = new();
    private long nextStream = 70;

    [Fact]
    public void Answers_are_acknowledged_sixteen_at_a_time()
    {
        var stream = New();
        for (var n = 1; n <= 20; n++)
        {
            _ = stream.Add("buy", n, wire);
            stream.OnAnswer(new AnswerFrame(5, 70, n, null, default), wire);
        }

        Assert.Equal([new AckFrame(5, 70, 16)], wire.Sent.OfType<AckFrame>());
    }

    [Fact]
    public void Only_answers_without_a_gap_before_them_are_acknowledged()
    {
        var stream = New();
        for (var n = 1; n <= 3; n++)
        {
            _ = stream.Add("buy", n, wire);
        }

        stream.OnAnswer(new AnswerFrame(5, 70, 3, null, default), wire);
        stream.Tick(wire);
        Assert.Empty(wire.Sent.OfType<AckFrame>());

        stream.OnAnswer(new AnswerFrame(5, 70, 1, null, default), wire);
        stream.OnAnswer(new AnswerFrame(5, 70, 2, null, default), wire);
        stream.Tick(wire);

        Assert.Equal([new AckFrame(5, 70, 3)], wire.Sent.OfType<AckFrame>());
    }

    [Fact]
    public void Thirty_two_unanswered_commands_are_the_most()
    {
        var stream = New();
        for (var n = 1; n <= Limits.OpenCommands; n++)
        {
            Assert.False(stream.IsFull);
            _ = stream.Add("buy", n, wire);
        }
        Assert.True(stream.IsFull);

        stream.OnAnswer(new AnswerFrame(5, 70, 1, null, default), wire);
        Assert.False(stream.IsFull);
        _ = stream.Add("buy", 33, wire);

        Assert.Equal([new AckFrame(5, 70, 1), new CommandFrame(5, 70, 33, "buy", 33)], wire.Sent[^2..]);
    }

    [Fact]
    public void A_gap_is_filled_from_the_number_that_the_room_expects_and_only_once()
    {
        var stream = New();
        for (var n = 1; n <= 4; n++)
        {
            _ = stream.Add("buy", n, wire);
        }

        wire.Sent.Clear();

        stream.OnGap(70, 2, wire);
        stream.OnGap(70, 2, wire);
        stream.OnGap(99, 1, wire);

        Assert.Equal([2, 3, 4], wire.Sent.OfType<CommandFrame>().Select(frame => frame.N));
    }

    [Fact]
    public void What_stays_without_an_answer_is_sent_again_at_the_second_tick()
    {
        var stream = New();
        _ = stream.Add("buy", 1, wire);
        stream.Tick(wire);
        Assert.Single(wire.Sent);

        stream.Tick(wire);

        Assert.Equal(2, wire.Sent.OfType<CommandFrame>().Count(frame => frame.N == 1));
    }

    /// <summary>Frames get lost in both directions, connections break, and still everything happens once and is answered.</summary>
    [Fact]
    public async Task Over_any_losses_each_command_is_applied_once_and_answered()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var stream = new CommandStream(5, () => 70);
            var room = new RoomModel();
            var answers = new List<Task<Answer>>();
            for (var step = 0; answers.Count < 100 || answers.Any(answer => !answer.IsCompleted); step++)
            {
                Assert.True(step < 5_000, $"Seed {seed}: {answers.Count(answer => answer.IsCompleted)} of {answers.Count} commands were answered.");
                if (answers.Count < 100 && !stream.IsFull && random.Next(2) == 0)
                {
                    answers.Add(stream.Add("buy", answers.Count + 1, random.Next(8) == 0 ? null : wire));
                }

                if (random.Next(10) == 0)
                {
                    stream.Tick(wire);
                }

                Exchange(stream, room, random);
                if (random.Next(12) == 0)
                {
                    wire.Sent.Clear();
                    stream.OnJoined(wire);
                }
            }
            Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), room.Applied);
            for (var i = 0; i < answers.Count; i++)
            {
                Assert.Equal(i + 1, (await answers[i]).Payload.AsInteger());
            }
        }
    }

    /// <summary>One frame goes to the room, or is refused on the way, and what the room says comes back, or is lost.</summary>
    private void Exchange(CommandStream stream, RoomModel room, Random random)
    {
        if (wire.Sent.Count == 0)
        {
            return;
        }

        var frame = wire.Sent[0];
        wire.Sent.RemoveAt(0);
        if (random.Next(6) == 0)
        {
            return;
        }

        switch (room.Take(frame))
        {
            case AnswerFrame answer when random.Next(6) > 0:
                stream.OnAnswer(answer, wire);
                break;
            case ErrorFrame error when random.Next(6) > 0:
                stream.OnGap(70, error.Details["expected"].AsInteger(), wire);
                break;
        }
    }

    private CommandStream New() => new(5, () => nextStream++);

    private sealed class Wire : IFrameSink
    {
        public List<ClientFrame> Sent { get; } = [];

        public void Send(ClientFrame frame) => Sent.Add(frame);
    }

    /// <summary>A room's side of a stream, as docs/protocol.md has it.</summary>
    private sealed class RoomModel
    {
        private readonly Dictionary<long, AnswerFrame> kept = [];

        public List<long> Applied { get; } = [];

        public ServerFrame? Take(ClientFrame frame)
        {
            if (frame is AckFrame ack)
            {
                foreach (var n in kept.Keys.Where(n => n <= ack.N).ToArray())
                {
                    kept.Remove(n);
                }

                return null;
            }
            var command = Assert.IsType<CommandFrame>(frame);
            if (kept.TryGetValue(command.N, out var answer))
            {
                return answer;
            }

            if (command.N <= Applied.Count)
            {
                return null;
            }

            if (command.N > Applied.Count + 1)
            {
                return new ErrorFrame(ErrorCodes.CommandGap, "Gap.", 5, Payload.Map(("stream", 70), ("expected", Applied.Count + 1)));
            }

            if (kept.Count >= Limits.OpenCommands)
            {
                return new ErrorFrame(ErrorCodes.TooManyOpen, "Too many.", 5, Payload.Map(("expected", Applied.Count + 1)));
            }

            Applied.Add(command.Payload.AsInteger());
            return kept[command.N] = new AnswerFrame(5, 70, command.N, null, command.Payload);
        }
    }
}
