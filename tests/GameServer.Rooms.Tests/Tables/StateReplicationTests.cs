using CsCheck;

namespace GameServer.Rooms.Tests.Tables;

/// <summary>The property on which everything that players see rests.</summary>
public sealed class StateReplicationTests
{
    private const int Readers = 3;

    [Fact]
    public void For_any_history_losses_and_baselines_every_reader_ends_with_exactly_the_rooms_state()
    {
        var fulls = 0;
        var deltas = 0;
        Moment.Any.Array[1, 40].Sample(
            history =>
            {
                var readers = Follow(history);
                Interlocked.Add(ref fulls, readers.Sum(reader => reader.Fulls));
                Interlocked.Add(ref deltas, readers.Sum(reader => reader.Deltas));
            },
            iter: 800);
        Assert.True(deltas > fulls, $"Readers were served {deltas} deltas and {fulls} full states: the histories test too few deltas.");
    }

    [Fact]
    public void A_replica_that_was_just_subscribed_serves_the_state_that_it_was_given()
    {
        var room = new HistoryRoom();
        room.Step([new Change(ChangeKind.Set, 0, 1, 0, 3), new Change(ChangeKind.Set, 2, 1, 0, 2), new Change(ChangeKind.Set, 1, 9, 1, 2)]);
        var replica = room.NewReplica();
        var reader = new StateFollower();
        reader.CatchUp(replica);

        Assert.Equal("0/1: 0=3\n1/1: 0=text2", reader.Seen);
        Assert.Equal(["points", "names", "late"], replica.Schema.Select(table => table.Name));
        Assert.False(replica.Keeps(0));
        Assert.True(replica.Keeps(1));
        Assert.False(replica.Keeps(2));
        Assert.False(replica.ChangedSince(1));
        Assert.True(replica.ChangedSince(0));
    }

    [Fact]
    public void A_row_that_came_and_went_between_two_reads_is_not_mentioned()
    {
        var room = new HistoryRoom();
        room.Step([]);
        room.Step([new Change(ChangeKind.Add, 0, 1, 0, 0)]);
        room.Step([new Change(ChangeKind.Remove, 0, 1, 0, 0)]);
        var reader = new StateCopy();

        reader.Apply(room.Delta(1));

        Assert.Equal(0, reader.Count);
    }

    [Fact]
    public void A_value_equal_to_the_one_before_is_no_change()
    {
        var room = new HistoryRoom();
        room.Step([new Change(ChangeKind.Set, 0, 1, 0, 3)]);
        room.Step([new Change(ChangeKind.Set, 0, 1, 0, 3)]);

        Assert.False(room.Tables.ChangedSince(1));
    }

    private static StateFollower[] Follow(Moment[] history)
    {
        var room = new HistoryRoom();
        room.Step([]);
        StateReplica[] replicas = [room.NewReplica(), room.NewReplica()];
        var readers = new StateFollower[Readers];
        for (var i = 0; i < Readers; i++)
        {
            readers[i] = new StateFollower();
        }

        var sent = room.Tick;
        foreach (var moment in history)
        {
            room.Step(moment.Changes);
            if (moment.IsHeldBack)
            {
                // The room makes up for lost time: several ticks go out as one envelope.
                continue;
            }

            var envelope = room.Delta(sent);
            for (var i = 0; i < replicas.Length; i++)
            {
                if (moment.Lost == i || replicas[i].Tick < sent)
                {
                    // Lost an envelope: stands still, and subscribes anew when the script says so.
                    replicas[i] = moment.Subscribes ? room.NewReplica() : replicas[i];
                }
                else
                {
                    replicas[i].ApplyDelta(room.Tick, envelope);
                }
            }

            sent = room.Tick;
            for (var i = 0; i < Readers; i++)
            {
                Act(readers[i], moment.Actions[i], replicas);
                Assert.True(readers[i].Tick == 0 || readers[i].Seen == room.TruthAt(readers[i].Tick), "A reader saw a state that never was.");
            }
        }

        room.Step([]);
        for (var i = 0; i < replicas.Length; i++)
        {
            if (replicas[i].Tick == sent)
            {
                replicas[i].ApplyDelta(room.Tick, room.Delta(sent));
            }
            else
            {
                replicas[i] = room.NewReplica();
            }
        }

        for (var i = 0; i < Readers; i++)
        {
            readers[i].CatchUp(replicas[i % replicas.Length]);
            Assert.Equal(room.Tick, readers[i].Tick);
            Assert.Equal(room.TruthAt(room.Tick), readers[i].Seen);
        }

        return readers;
    }

    private static void Act(StateFollower reader, ReaderAction action, StateReplica[] replicas)
    {
        switch (action)
        {
            case ReaderAction.ReadFirst:
                reader.CatchUp(replicas[0]);
                break;
            case ReaderAction.ReadSecond:
                reader.CatchUp(replicas[1]);
                break;
            case ReaderAction.LoseOne:
                reader.Lose(1);
                break;
            case ReaderAction.LoseSome:
                reader.Lose(5);
                break;
            case ReaderAction.Forget:
                reader.Forget();
                break;
        }
    }

    private enum ReaderAction
    {
        Stall,
        ReadFirst,
        ReadSecond,
        LoseOne,
        LoseSome,
        Forget,
    }

    private sealed record Moment(Change[] Changes, bool IsHeldBack, int Lost, bool Subscribes, ReaderAction[] Actions)
    {
        public static Gen<Moment> Any { get; } = Gen.Select(
            Change.Any.Array[0, 6],
            Gen.Int[0, 4].Select(n => n == 0),
            Gen.Int[0, 15],
            Gen.Bool,
            Gen.Frequency(
                (6, Gen.Const(ReaderAction.Stall)),
                (6, Gen.Const(ReaderAction.ReadFirst)),
                (4, Gen.Const(ReaderAction.ReadSecond)),
                (2, Gen.Const(ReaderAction.LoseOne)),
                (1, Gen.Const(ReaderAction.LoseSome)),
                (1, Gen.Const(ReaderAction.Forget))).Array[Readers],
            (changes, held, lost, subscribes, actions) => new Moment(changes, held, lost, subscribes, actions));
    }
}
