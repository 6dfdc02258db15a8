using GameServer.Protocol;
using GameServer.Rooms.Tests.Games;
using GameServer.Rooms.Tests.Machine;

namespace GameServer.Rooms.Tests.Records;

/// <summary>A new version of a game goes on with the rooms of the last one.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void A_new_version_goes_on_with_what_an_older_one_left_and_fills_in_what_it_has_appended()
    {
        var old = Room.Of(new FirstVersion());
        var ann = old.Join("ann");
        old.Command(ann, 1, "score");
        old.Steps(5);

        var game = new SecondVersion();
        var room = Room.Restored(game, old.Save());
        Assert.Equal([1], game.MigratedFrom);
        Assert.Equal((old.Tick, 1L, 10L), (room.Tick, game.Points, game.Bonus));
        Assert.Equal(1L, game.Rounds);
        Assert.Equal("ann", room.OccupiedSeats.Single().PlayerId);

        // What it saves itself is its own.
        var next = new SecondVersion();
        Assert.Equal(room.Hash(), Room.Restored(next, room.Save()).Hash());
        Assert.Empty(next.MigratedFrom);
    }

    [Fact]
    public void Records_of_the_older_version_are_replayed_by_the_new_one_for_their_outcome_and_not_for_their_hash()
    {
        var old = Room.Of(new FirstVersion());
        var ann = old.Join("ann");
        var saved = old.Save();
        var records = new List<TickRecord>();
        old.Command(ann, 1, "score");
        while (records.All(record => record.Hash is null))
        {
            records.AddRange(old.Step().Record is { } record ? [record] : []);
        }

        var game = new SecondVersion();
        var room = Room.Restored(game, saved);
        Assert.All(records, record => Assert.True(room.Replay(record)));
        Assert.Equal((old.Tick, 1L), (room.Tick, game.Points));
        Assert.False(Room.Restored(new SecondVersion(), saved).Replay(records[0] with { EventHead = 99 }));
    }

    [Fact]
    public void An_older_version_leaves_the_rooms_of_a_newer_one_alone()
    {
        var saved = Room.Of(new SecondVersion()).Save();
        Assert.Contains("version is 2", Assert.Throws<NewerVersionException>(() => Room.Restored(new FirstVersion(), saved)).Message);
    }

    [Fact]
    public void A_version_that_is_too_old_or_cannot_be_migrated_is_refused_and_has_lost_nothing()
    {
        var saved = Room.Of(new FirstVersion()).Save();
        Assert.Throws<InvalidDataException>(() => Room.Restored(new SecondVersion(oldest: 2), saved));
        Assert.Throws<InvalidDataException>(() => Room.Restored(new SecondVersion { Fails = true }, saved));
        Room.Restored(new SecondVersion(), saved);
    }

    private sealed class FirstVersion : Game
    {
        private readonly Table<CounterRow> scores;

        public FirstVersion() => scores = Replicated<CounterRow>(new TableSchema("scores", [Column.Int("points")]));

        public override GameSettings Settings { get; } = CounterGame.Defaults with { Kind = "grown" };

        public override void OnCreate(RoomContext room, Payload options) => scores.Add(0);

        public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
        {
            scores[0].Set(0, scores[0].Int(0) + 1);
            return CommandReply.Ok;
        }
    }

    private sealed class SecondVersion : Game
    {
        private readonly Table<CounterRow> scores;
        private readonly Table<CounterRow> rounds;

        public SecondVersion(int oldest = 1)
        {
            Settings = CounterGame.Defaults with { Kind = "grown", Version = 2, OldestVersion = oldest };
            scores = Replicated<CounterRow>(new TableSchema("scores", [Column.Int("points"), Column.Int("bonus")]));
            rounds = Replicated<CounterRow>(new TableSchema("rounds", [Column.Int("number")]));
        }

        public override GameSettings Settings { get; }

        public bool Fails { get; init; }

        public List<int> MigratedFrom { get; } = [];

        public long Points => scores[0].Int(0);

        public long Bonus => scores[0].Int(1);

        public long Rounds => rounds[0].Int(0);

        public override void OnCreate(RoomContext room, Payload options)
        {
            scores.Add(0);
            rounds.Add(0);
        }

        public override void OnMigrate(RoomContext room, int from)
        {
            MigratedFrom.Add(from);
            if (Fails)
            {
                throw new InvalidOperationException("This cannot be migrated.");
            }

            scores[0].Set(1, 10L);
            rounds.Add(0).Set(0, 1L);
        }

        public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
        {
            scores[0].Set(0, scores[0].Int(0) + 1);
            return CommandReply.Ok;
        }
    }
}
