using CsCheck;
using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;
using GameServer.Rooms.Tests.Machine;

namespace GameServer.Rooms.Tests.Records;

public sealed class CheckpointTests
{
    [Fact]
    public void A_restored_room_is_the_room_that_was_saved()
    {
        MachineScript.Any.Sample(
            script =>
            {
                var run = new MachineRun(new CounterGame());
                foreach (var act in script)
                {
                    run.Do(act);
                }

                var restored = Room.Restored(new CounterGame(), run.Machine.Save());
                Assert.Equal(run.Machine.Hash(), restored.Hash());
                Assert.Equal(run.Machine.Save().ToArray(), restored.Save().ToArray());
                Assert.Equal((run.Machine.Log.Head, run.Machine.Log.Head), (restored.Log.Tail, restored.Log.Head));
            },
            iter: 200);
    }

    [Fact]
    public void A_restored_room_gives_no_delta_from_before_its_checkpoint()
    {
        var room = Room.Counter();
        room.Steps(5);
        var restored = Room.Restored(new CounterGame(), room.Save());

        Assert.False(restored.Keeps(4));
        Assert.True(restored.Keeps(5));
        Assert.False(restored.Keeps(6));
    }

    [Fact]
    public void A_checkpoint_of_another_kind_or_version_is_refused()
    {
        var saved = Room.Counter().Save();

        Assert.Contains("game is counter", Refusal(() => Room.Restored(new ScriptedGame(), saved)));
        var newer = CounterGame.Defaults with { Version = 2 };
        Assert.Contains("version is 1; this room needs 2", Refusal(() => Room.Restored(new CounterGame(newer), saved)));
    }

    [Fact]
    public void A_checkpoint_of_other_tables_is_refused()
    {
        var saved = Room.Of(new ShapedGame(new TableSchema("a", [Column.Int("x"), Column.Int("y")]))).Save();

        Refusal(() => Room.Restored(new ShapedGame(new TableSchema("a", [Column.Int("x")])), saved));
        Refusal(() => Room.Restored(new ShapedGame(new TableSchema("a", [Column.Int("x"), Column.Text("y")])), saved));
        Refusal(() => Room.Restored(new ShapedGame(), saved));
    }

    [Fact]
    public void A_checkpoint_from_before_a_table_and_a_column_were_added_is_read_and_they_begin_empty()
    {
        var now = new TableSchema("a", [Column.Int("x"), Column.Int("y"), Column.Text("z")]);
        var saved = Room.Of(new ShapedGame(new TableSchema("a", [Column.Int("x"), Column.Int("y")]))).Save();
        var grown = Room.Of(new ShapedGame(now, new TableSchema("b", [Column.Int("x")])));
        var restored = Room.Restored(new ShapedGame(now, new TableSchema("b", [Column.Int("x")])), saved);

        Assert.Equal(grown.Hash(), restored.Hash());
        Refusal(() => Room.Restored(new ShapedGame(new TableSchema("a", [Column.Int("x"), Column.Int("y")])), grown.Save()));
    }

    [Fact]
    public void A_checkpoint_that_is_cut_off_anywhere_is_refused()
    {
        var saved = Played().Save();
        for (var length = 0; length < saved.Length; length++)
        {
            Refusal(() => Room.Restored(new CounterGame(), saved[..length]));
        }
    }

    [Fact]
    public void A_checkpoint_with_any_changed_byte_is_refused()
    {
        var saved = Played().Save();
        Gen.Select(Gen.Int[0, saved.Length - 1], Gen.Int[1, 255]).Sample(
            (at, difference) =>
            {
                var damaged = saved.ToArray();
                damaged[at] ^= (byte)difference;
                Refusal(() => Room.Restored(new CounterGame(), damaged));
            },
            iter: 2000);
    }

    [Fact]
    public void Bytes_that_never_were_a_checkpoint_are_refused()
    {
        Gen.Byte.Array[0, 60].Sample(bytes => Refusal(() => Room.Restored(new CounterGame(), bytes)), iter: 2000);
    }

    private static RoomMachine Played()
    {
        var room = Room.Counter();
        var ann = room.Join("ann");
        room.Join("bob");
        room.Input(ann, 1, 7);
        room.Command(ann, 1, "make");
        room.Command(ann, 2, "add", 3);
        room.Step();
        return room;
    }

    private static string Refusal(Action restore) => Assert.Throws<InvalidDataException>(restore).Message;

    private sealed class ShapedGame : Game
    {
        private readonly Table<CounterRow>? rows;

        public ShapedGame(TableSchema? schema = null, TableSchema? second = null)
        {
            rows = schema is null ? null : Replicated<CounterRow>(schema);
            if (second is not null)
            {
                Hidden<CounterRow>(second);
            }
        }

        public override GameSettings Settings { get; } = CounterGame.Defaults with { Kind = "shaped" };

        public override void OnCreate(RoomContext room, Payload options)
        {
            rows?.Add(1).Set(0, 5L);
            rows?[1].Set(1, 6L);
        }
    }
}
