using System.Buffers;
using CsCheck;
using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;
using GameServer.Rooms.Tests.Machine;

namespace GameServer.Rooms.Tests.Records;

/// <summary>A room is a replicated state machine: the same checkpoint and records lead to the same room.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void For_any_history_a_checkpoint_and_the_records_since_give_the_same_room()
    {
        Gen.Select(MachineScript.Any, Gen.Int[0, 150], Gen.Int[0, 100]).Sample(
            (script, savedAt, idle) =>
            {
                var run = new MachineRun(new CounterGame());
                ReadOnlyMemory<byte>? checkpoint = null;
                var records = new List<byte[]>();
                for (var i = 0; i < script.Length; i++)
                {
                    if (i == Math.Min(savedAt, script.Length - 1))
                    {
                        checkpoint = run.Machine.Save();
                    }

                    Keep(run.Do(script[i]), records, checkpoint);
                }

                for (var i = 0; i <= idle; i++)
                {
                    Keep(run.Step(), records, checkpoint);
                }

                var recovered = Room.Restored(new CounterGame(), checkpoint!.Value);
                foreach (var record in records)
                {
                    Assert.True(recovered.Replay(RecordCodec.Read(record)), $"Tick {recovered.Tick} differs from its record.");
                }

                AssertSameRoom(run.Machine, recovered);
            },
            iter: 300);
    }

    [Fact]
    public void A_recovered_room_goes_on_as_the_first_would_have()
    {
        Gen.Select(MachineScript.Any, MachineScript.Any).Sample(
            (before, after) =>
            {
                var first = new MachineRun(new CounterGame());
                foreach (var act in before)
                {
                    first.Do(act);
                }

                // As many ticks as inputs may wait: what was only offered dies with the node.
                for (var i = 0; i < Limits.WaitingInputs; i++)
                {
                    first.Step();
                }

                var twin = new MachineRun(first) { Machine = Room.Restored(new CounterGame(), first.Machine.Save()) };
                foreach (var act in after)
                {
                    first.Do(act);
                    twin.Do(act);
                }

                AssertSameRoom(first.Machine, twin.Machine);
            },
            iter: 100);
    }

    [Fact]
    public void A_game_that_remembers_outside_its_tables_is_found_out_by_the_hash()
    {
        var room = Room.Of(new ForgetfulGame());
        room.Steps(5);
        var recovered = Room.Restored(new ForgetfulGame(), room.Save());
        var results = new List<(TickRecord Record, bool Same)>();
        for (var i = 0; i < 40; i++)
        {
            if (room.Step().Record is { } record)
            {
                results.Add((record, recovered.Replay(record)));
            }
        }

        Assert.All(results.Where(result => result.Record.Hash is null), result => Assert.True(result.Same));
        Assert.False(results.Single(result => result.Record.Hash is not null).Same);
    }

    [Fact]
    public void Another_game_is_found_out_by_its_events_and_answers()
    {
        var room = Room.Counter();
        var checkpoint = room.Save();
        room.OfferJoin("ann", "ann", "a", Payload.Nil);
        var record = room.Step().Record!;

        Assert.True(Room.Restored(new CounterGame(), checkpoint).Replay(record));
        Assert.False(Room.Restored(new CounterGame(), checkpoint).Replay(record with { EventHead = record.EventHead + 1 }));
        Assert.False(Room.Restored(new CounterGame(), checkpoint).Replay(
            record with { Answers = [new SeatAnswer(0, 1, new CommandAnswer(1, null, Payload.Nil))] }));
    }

    [Fact]
    public void A_record_of_a_tick_that_was_made_already_is_refused()
    {
        var room = Room.Counter();
        room.OfferJoin("ann", "ann", "a", Payload.Nil);
        var record = room.Step().Record!;

        Assert.False(room.Replay(record));
    }

    [Fact]
    public void The_same_seed_gives_the_same_room_and_another_seed_another()
    {
        ulong Hash(ulong seed)
        {
            var room = Room.Of(new CounterGame(), seed);
            room.Steps(50);
            return room.Hash();
        }

        Assert.Equal(Hash(1), Hash(1));
        Assert.NotEqual(Hash(1), Hash(2));
    }

    private static void Keep(TickResult? result, List<byte[]> records, ReadOnlyMemory<byte>? checkpoint)
    {
        if (checkpoint is not null && result?.Record is { } record)
        {
            var output = new ArrayBufferWriter<byte>();
            RecordCodec.Write(output, record);
            records.Add(output.WrittenSpan.ToArray());
        }
    }

    private static void AssertSameRoom(RoomMachine expected, RoomMachine found)
    {
        Assert.Equal(expected.Tick, found.Tick);
        Assert.Equal(expected.Hash(), found.Hash());
        Assert.Equal(expected.Log.Head, found.Log.Head);
        Assert.Equal(expected.KeptAnswers(), found.KeptAnswers());
        Assert.Equal(Full(expected), Full(found));
        Assert.Equal(
            expected.OccupiedSeats.Select(seat => (seat.Index, seat.PlayerId, seat.IsAway, seat.AppliedInput, seat.Input)),
            found.OccupiedSeats.Select(seat => (seat.Index, seat.PlayerId, seat.IsAway, seat.AppliedInput, seat.Input)));
    }

    private static byte[] Full(RoomMachine room)
    {
        var output = new ArrayBufferWriter<byte>();
        room.WriteFull(output);
        return output.WrittenSpan.ToArray();
    }
}
