using GameServer.Cluster.Tests.Support;
using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Sessions;

public sealed class CommandTests : NodeTest
{
    [Fact]
    public void Commands_of_one_message_are_applied_in_order_and_answered_each_once()
    {
        var ann = Seated("ann");
        ann.Send(
            new CommandFrame(1, 7, 1, "add", 2), new CommandFrame(1, 7, 2, "add", 3), new CommandFrame(1, 7, 3, "add", 4));
        Ticks(1);

        Assert.Equal([(1L, 2), (2L, 5), (3L, 9)], ann.All<AnswerFrame>().Select(answer => (answer.N, (int)answer.Payload.AsInteger())));
        Ticks(5);
        ann.ExpectNone<AnswerFrame>();
    }

    [Fact]
    public void Repeated_command_is_answered_from_memory_and_not_applied_again()
    {
        var ann = Seated("ann");
        ann.Command(1, "add", 2);
        Ticks(1);
        var answer = ann.Expect<AnswerFrame>();
        ann.Command(1, "add", 2);
        Assert.Equal(answer, ann.Expect<AnswerFrame>());
        ann.Command(2, "add", 3);
        Ticks(1);
        Assert.Equal(5, ann.Expect<AnswerFrame>().Payload);
    }

    [Fact]
    public void Command_repeated_over_a_new_connection_is_answered_from_memory()
    {
        var ann = Seated("ann", out var joined);
        ann.Command(1, "add", 2);
        ann.Connection.Cut();
        ann.Reconnect();
        ann.Room(joined.RoomId, cursor: ann.Cursor);
        Ticks(1);
        ann.Expect<JoinedFrame>();
        ann.Command(1, "add", 2);
        ann.Command(2, "add", 3);
        Ticks(1);

        var answers = ann.All<AnswerFrame>();
        Assert.Equal(2, answers.First(answer => answer.N == 1).Payload);
        Assert.Equal(5, Assert.Single(answers, answer => answer.N == 2).Payload);
    }

    [Fact]
    public void Acknowledged_command_is_not_answered_again()
    {
        var ann = Seated("ann");
        ann.Command(1, "add", 2);
        Ticks(1);
        ann.Skim();
        ann.Send(new AckFrame(1, 7, 1));
        Ticks(1);
        ann.Command(1, "add", 2);
        Ticks(2);
        ann.ExpectNone<AnswerFrame>();
        ann.ExpectNone<ErrorFrame>();
    }

    [Fact]
    public void Gap_applies_nothing_and_names_the_number_that_is_expected()
    {
        var ann = Seated("ann");
        ann.Command(1, "add", 1);
        ann.Command(3, "add", 100);
        var error = ann.ExpectError(ErrorCodes.CommandGap);
        Assert.Equal((1, 7, 2), (error.Handle, (int)error.Details["stream"].AsInteger(), (int)error.Details["expected"].AsInteger()));

        ann.Command(2, "add", 1);
        Ticks(1);
        Assert.Equal([1, 2], ann.All<AnswerFrame>().Select(answer => (int)answer.Payload.AsInteger()));
    }

    [Fact]
    public void Thirty_third_open_command_is_refused_until_answers_are_acknowledged()
    {
        var ann = Seated("ann");
        for (var n = 1; n <= 32; n++)
        {
            ann.Command(n, "add", 1);
        }

        Ticks(1);
        Assert.Equal(32, ann.All<AnswerFrame>().Count);
        ann.Command(33, "add", 1);
        var error = ann.ExpectError(ErrorCodes.TooManyOpen);
        Assert.Equal((7, 33), ((int)error.Details["stream"].AsInteger(), (int)error.Details["n"].AsInteger()));

        ann.Send(new AckFrame(1, 7, 20));
        Ticks(1);
        ann.Command(33, "add", 1);
        Ticks(1);
        Assert.Equal(33, ann.Expect<AnswerFrame>().Payload);
    }

    [Fact]
    public void Fifth_busy_stream_is_refused_but_an_idle_one_gives_way()
    {
        var ann = Seated("ann");
        for (var stream = 1; stream <= 4; stream++)
        {
            ann.Command(1, "add", 1, stream: stream);
        }

        ann.Command(1, "add", 1, stream: 5);
        Assert.Equal(5, ann.ExpectError(ErrorCodes.TooManyOpen).Details["stream"]);
        Ticks(1);
        ann.Command(1, "add", 1, stream: 5);
        Ticks(1);
        Assert.Equal(5, ann.All<AnswerFrame>().Count);
    }

    [Fact]
    public void Refused_commands_use_their_number()
    {
        var ann = Seated("ann");
        ann.Command(1, "fly");
        ann.Command(2, "add", "seven");
        ann.Command(3, "add", 7);
        Ticks(1);
        Assert.Equal(
            [ErrorCodes.UnknownCommand, ErrorCodes.BadPayload, null], ann.All<AnswerFrame>().Select(answer => answer.Code));
    }

    [Fact]
    public void Inputs_go_one_a_tick_and_the_applied_one_comes_back_with_the_state()
    {
        var ann = Seated("ann");
        ann.Input(1, 10);
        ann.Input(2, 20);
        ann.Input(2, 500);
        Ticks(1);
        Assert.Equal(1, ann.Expect<DeltaFrame>().Input);
        Ticks(1);
        Assert.Equal(2, ann.Expect<DeltaFrame>().Input);
        Assert.Equal(30L, ann.Copy.Rows("counters").Single().Values[0]);
    }
}
