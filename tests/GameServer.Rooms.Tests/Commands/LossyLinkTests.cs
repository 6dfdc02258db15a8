using CsCheck;
using GameServer.Protocol;

namespace GameServer.Rooms.Tests.Commands;

/// <summary>A client that repeats itself over a link that loses, repeats and reorders: everything still happens exactly once.</summary>
public sealed class LossyLinkTests
{
    [Fact]
    public void Every_command_is_applied_once_in_order_and_its_answer_is_the_same_until_acknowledged()
    {
        Gen.Select(Gen.Enum<Happening>(), Gen.Int[0, 1000]).Array[1, 400].Sample(
            script =>
            {
                var link = new Link();
                foreach (var (happening, choice) in script)
                {
                    link.Happen(happening, choice);
                }

                link.Settle();
            },
            iter: 1000);
    }

    private enum Happening
    {
        SendNext,
        SendAgain,
        SendAcknowledgement,
        DeliverToRoom,
        DeliverToRoomAndKeep,
        LoseOnTheWayToRoom,
        Tick,
        DeliverToClient,
        LoseOnTheWayToClient,
    }

    private sealed class Link
    {
        private const long Stream = 77;
        private readonly CommandStreams room = new();
        private readonly List<long> queued = [];
        private readonly List<long> applied = [];
        private readonly List<(bool IsAcknowledgement, long N)> toRoom = [];
        private readonly List<CommandAnswer> toClient = [];
        private readonly Dictionary<long, CommandAnswer> had = [];
        private long sent;
        private long complete;
        private long acknowledgedAtMost;

        public void Happen(Happening happening, int choice)
        {
            switch (happening)
            {
                case Happening.SendNext when sent - complete < Limits.OpenCommands:
                    toRoom.Add((false, ++sent));
                    break;
                case Happening.SendAgain when sent > 0:
                    toRoom.Add((false, 1 + (choice % sent)));
                    break;
                case Happening.SendAcknowledgement:
                    acknowledgedAtMost = complete;
                    toRoom.Add((true, complete));
                    break;
                case Happening.DeliverToRoom or Happening.DeliverToRoomAndKeep when toRoom.Count > 0:
                    var index = choice % toRoom.Count;
                    Receive(toRoom[index]);
                    if (happening == Happening.DeliverToRoom)
                    {
                        toRoom.RemoveAt(index);
                    }

                    break;
                case Happening.LoseOnTheWayToRoom when toRoom.Count > 0:
                    toRoom.RemoveAt(choice % toRoom.Count);
                    break;
                case Happening.Tick:
                    Tick();
                    break;
                case Happening.DeliverToClient when toClient.Count > 0:
                    Hear(toClient[choice % toClient.Count]);
                    break;
                case Happening.LoseOnTheWayToClient when toClient.Count > 0:
                    toClient.RemoveAt(choice % toClient.Count);
                    break;
            }
        }

        /// <summary>The link becomes good: the client sends all that it has no answer to, and gets every answer.</summary>
        public void Settle()
        {
            toRoom.Clear();
            Receive((true, complete));
            for (var n = complete + 1; n <= sent; n++)
            {
                Receive((false, n));
                Tick();
            }

            toClient.ForEach(Hear);
            Assert.Equal(sent, complete);
            Assert.Equal(Enumerable.Range(1, (int)sent).Select(n => (long)n), applied);
        }

        private void Receive((bool IsAcknowledgement, long N) message)
        {
            if (message.IsAcknowledgement)
            {
                room.Acknowledge(Stream, message.N);
                return;
            }

            var offer = room.Offer(Stream, message.N);
            switch (offer.Verdict)
            {
                case CommandVerdict.Queued:
                    Assert.Equal(applied.Count + queued.Count + 1, message.N);
                    queued.Add(message.N);
                    break;
                case CommandVerdict.Pending:
                    Assert.Contains(message.N, queued);
                    break;
                case CommandVerdict.Repeated:
                    Assert.Equal(AnswerTo(message.N), offer.Answer);
                    toClient.Add(offer.Answer!);
                    break;
                case CommandVerdict.Forgotten:
                    Assert.True(message.N <= acknowledgedAtMost, "An answer was forgotten that the client never acknowledged.");
                    break;
                case CommandVerdict.Gap:
                    Assert.Equal(applied.Count + queued.Count + 1, offer.Expected);
                    Assert.True(message.N > offer.Expected);
                    break;
                case CommandVerdict.TooManyOpen:
                    Assert.True(message.N > Limits.OpenCommands);
                    break;
            }

            Assert.InRange(queued.Count + room.All.Sum(stream => stream.Answers.Count), 0, Limits.OpenCommands);
        }

        private void Tick()
        {
            foreach (var n in queued)
            {
                applied.Add(n);
                room.Answered(Stream, AnswerTo(n));
                toClient.Add(AnswerTo(n));
            }

            queued.Clear();
        }

        private void Hear(CommandAnswer answer)
        {
            Assert.Equal(had.GetValueOrDefault(answer.N, answer), answer);
            had[answer.N] = answer;
            while (had.ContainsKey(complete + 1))
            {
                complete++;
            }
        }

        private static CommandAnswer AnswerTo(long n) => new(n, n % 5 == 0 ? "refused" : null, n * 3);
    }
}
