using System.Buffers;
using GameServer.Protocol;
using MessagePack;

namespace Games.Arena.Tests;

/// <summary>What the web page is written against.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void Clients_see_these_tables_and_nothing_else()
    {
        var schema = new Play().Machine.Schema;

        Assert.Equal(["ships", "shots", "round", "crystals", "gate"], schema.Select(table => table.Name));
        Assert.Equal(
            [
                "seat", "name", "hue", "x", "y", "vx", "vy", "angle", "thrust", "hp", "score", "kills", "deaths", "alive", "respawn",
                "cargo", "safe", "charge",
            ],
            schema[0].Columns.Select(column => column.Name));
        Assert.Equal(["owner", "x", "y", "vx", "vy", "born", "ttl"], schema[1].Columns.Select(column => column.Name));
        Assert.Equal(["number", "phase", "ends", "world", "first", "second", "third", "seats"], schema[2].Columns.Select(column => column.Name));
        Assert.Equal(["x", "y", "kind", "worth"], schema[3].Columns.Select(column => column.Name));
        Assert.Equal(["x", "y", "radius"], schema[4].Columns.Select(column => column.Name));
        foreach (var column in schema.SelectMany(table => table.Columns))
        {
            Assert.Equal(column.Name == "name" ? ColumnType.Text : ColumnType.Int, column.Type);
            Assert.Equal(column.Name is "x" or "y" or "vx" or "vy" ? 1 / 16.0 : 1, column.Quantum);
        }
    }

    [Fact]
    public void Each_property_writes_its_own_column()
    {
        var play = new Play();
        var ship = play.ShipOf(play.Join("Nova"));
        (ship.Seat, ship.Hue, ship.X, ship.Y, ship.Vx, ship.Vy, ship.Angle, ship.Thrust) = (1, 2, 3, 4, 5, 6, 7, true);
        (ship.Hp, ship.Score, ship.Kills, ship.Deaths, ship.Alive, ship.Respawn) = (8, 9, 10, 11, true, 12);
        (ship.Cargo, ship.Safe, ship.Charge) = (13, 14, 15);
        var shot = play.Game.Shots.Add(77);
        (shot.Owner, shot.X, shot.Y, shot.Vx, shot.Vy, shot.Born, shot.Ttl) = (21, 22, 23, 24, 25, 26, 27);
        var round = play.Game.Round;
        (round.Number, round.IsPodium, round.Ends, round.World) = (31, true, 33, 34);
        (round.First, round.Second, round.Third, round.Seats) = (35, 36, 37, 38);
        var crystal = play.Game.Crystals.Add(78);
        (crystal.X, crystal.Y, crystal.Kind, crystal.Worth) = (41, 42, CrystalKind.Overcharge, 44);
        var gate = play.Game.Gate;
        (gate.X, gate.Y, gate.Radius) = (51, 52, 53);

        var values = new Values(play.Machine.Schema);
        var full = new ArrayBufferWriter<byte>();
        play.Machine.WriteFull(full);
        var reader = new MessagePackReader(full.WrittenMemory);
        StateCodec.ReadTables(ref reader, values);

        Assert.Equal(
            "seat=1 name=Nova hue=2 x=3 y=4 vx=5 vy=6 angle=7 thrust=1 hp=8 score=9 kills=10 deaths=11 alive=1 respawn=12 "
            + "cargo=13 safe=14 charge=15 owner=21 x=22 y=23 vx=24 vy=25 born=26 ttl=27 "
            + "number=31 phase=1 ends=33 world=34 first=35 second=36 third=37 seats=38 x=41 y=42 kind=2 worth=44 x=51 y=52 radius=53",
            string.Join(' ', values.Read));
    }

    private sealed class Values(IReadOnlyList<TableSchema> schema) : IStateVisitor
    {
        private int table;

        internal List<string> Read { get; } = [];

        public void BeginRow(int table, long key, uint mask) => this.table = table;

        public void Int(int column, long value) => Read.Add($"{schema[table].Columns[column].Name}={value}");

        public void Text(int column, string value) => Read.Add($"{schema[table].Columns[column].Name}={value}");

        public void EndRow()
        {
        }

        public void Remove(int table, long key) => throw new InvalidOperationException("Full state removes nothing.");
    }
}
