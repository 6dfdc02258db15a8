using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;

namespace GameServer.Rooms.Tests.Machine;

/// <summary>What the room does with what a game says and throws.</summary>
public sealed class GameRulesTests
{
    [Fact]
    public void A_kicked_player_is_out_at_the_end_of_the_tick_and_may_come_again()
    {
        var game = new CounterGame();
        var room = Room.Of(game);
        var ann = room.Join("ann");
        var bob = room.Join("bob");
        room.Command(ann, 1, "kick", bob.Seat);
        room.Command(ann, 2, "kick", bob.Seat);
        var result = room.Step();

        Assert.Equal(new SeatEnded(1, bob.Attach, LeaveReason.Kicked, room.Log.Head), result.Ended.Single());
        Assert.Equal("went", result.Events[^1].Name);
        Assert.Null(room.Command(bob, 1, "add", 1));
        Assert.Equal(1, room.Join("bob").Seat);
    }

    [Fact]
    public void A_game_may_kick_another_player_while_one_is_leaving()
    {
        var room = Room.Of(new ScriptedGame
        {
            Command = (context, seat, _) =>
            {
                context.Kick(seat);
                return CommandReply.Ok;
            },
            Leave = (context, _, _) =>
            {
                foreach (var other in context.Seats)
                {
                    context.Kick(other);
                }
            },
        });
        var ann = room.Join("ann");
        room.Join("bob");
        room.Join("cat");
        room.Command(ann, 1, "go");

        Assert.Equal([0, 1, 2], room.Step().Ended.Select(ended => ended.Seat));
    }

    [Fact]
    public void A_game_that_closes_its_room_says_why_once()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        Assert.Null(room.Step().CloseSentence);
        room.Command(ann, 1, "close", "Over.");
        room.Command(ann, 2, "close", "Too late.");

        Assert.Equal("Over.", room.Step().CloseSentence);
    }

    [Fact]
    public void A_command_whose_payload_the_game_cannot_read_is_refused_and_uses_its_number()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        room.Command(ann, 1, "add", "ten");
        var answer = room.Step().Answers.Single();

        Assert.Equal((0, 1L, 1L), (answer.Seat, answer.Stream, answer.Answer.N));
        Assert.Equal(ErrorCodes.BadPayload, answer.Answer.Code);
        Assert.Equal(CommandVerdict.Queued, room.Command(ann, 2, "add", 1));
    }

    [Fact]
    public void Refusals_and_unknown_commands_are_answered()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        room.Command(ann, 1, "refuse");
        room.Command(ann, 2, "dance");
        var codes = room.Step().Answers.Select(answer => answer.Answer.Code);

        Assert.Equal(["not_now", ErrorCodes.UnknownCommand], codes);
    }

    [Fact]
    public void An_input_that_the_game_cannot_read_is_ignored_but_counts_as_applied()
    {
        var game = new CounterGame();
        var room = Room.Of(game);
        var ann = room.Join("ann");
        room.OfferInput(ann.Seat, ann.Attach, 4, Payload.Map(("add", 101)));
        room.Step();

        Assert.Equal(0, game.Counters[0].Value);
        Assert.False(room.SeatOf("ann").HasNewInput);
        Assert.Equal(4, room.SeatOf("ann").AppliedInput);
    }

    [Fact]
    public void One_input_of_each_seat_is_applied_per_tick_and_seen_as_new_for_that_tick_alone()
    {
        var game = new CounterGame();
        var room = Room.Of(game);
        var ann = room.Join("ann");
        room.Input(ann, 1, 1);
        room.Input(ann, 2, 10);
        var seat = room.SeatOf("ann");

        room.Step();
        Assert.Equal((1, 1, true), (game.Counters[0].Value, seat.AppliedInput, seat.HasNewInput));
        room.Step();
        Assert.Equal((11, 2, true), (game.Counters[0].Value, seat.AppliedInput, seat.HasNewInput));
        room.Step();
        Assert.Equal((11, 2, false), (game.Counters[0].Value, seat.AppliedInput, seat.HasNewInput));
        Assert.Equal(10, seat.Input["add"].AsInteger());
    }

    [Theory]
    [InlineData("create")]
    [InlineData("join")]
    [InlineData("leave")]
    [InlineData("away")]
    [InlineData("back")]
    [InlineData("input")]
    [InlineData("command")]
    [InlineData("step")]
    public void Whatever_else_a_game_throws_fails_its_room(string where)
    {
        void At(string here)
        {
            if (here == where)
            {
                throw new InvalidOperationException("broken");
            }
        }

        var failure = Assert.Throws<GameFailedException>(() =>
        {
            var room = Room.Of(new ScriptedGame
            {
                Create = _ => At("create"),
                Join = (_, _) =>
                {
                    At("join");
                    return null;
                },
                Leave = (_, _, _) => At("leave"),
                Away = (_, _) => At("away"),
                Back = (_, _, _) => At("back"),
                Input = (_, _, _) => At("input"),
                Command = (_, _, _) =>
                {
                    At("command");
                    return CommandReply.Ok;
                },
                Step = _ => At("step"),
            });
            var ann = room.Join("ann");
            room.Input(ann, 1, 1);
            room.Command(ann, 1, "go");
            room.Step();
            room.OfferAway(ann.Seat, ann.Attach);
            room.Step();
            ann = room.Join("ann");
            room.OfferLeave(ann.Seat, ann.Attach);
            room.Step();
        });
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Contains("'scripted'", failure.Message);
    }

    [Fact]
    public void A_name_of_an_event_is_bounded_in_bytes()
    {
        Assert.Throws<GameFailedException>(() => Room.Of(new ScriptedGame { Create = room => room.Emit("", Payload.Nil) }));
        Assert.Throws<GameFailedException>(() => Room.Of(new ScriptedGame { Create = room => room.Emit(new string('é', 17), Payload.Nil) }));
        Room.Of(new ScriptedGame { Create = room => room.Emit(new string('é', 16), Payload.Nil) });
    }

    [Fact]
    public void A_rooms_time_and_ids_come_from_the_room()
    {
        var seen = new List<(long Tick, long Time, long Id)>();
        var room = Room.Of(new ScriptedGame { Step = context => seen.Add((context.Tick, context.TimeMs, context.NextId())) });
        room.Steps(3);

        Assert.Equal([(1, 250, 1), (2, 500, 2), (3, 750, 3)], seen);
    }
}
