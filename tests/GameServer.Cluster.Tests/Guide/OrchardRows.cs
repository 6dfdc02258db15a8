using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.Cluster.Tests.Guide;

public sealed class Picker : Row
{
    public static readonly TableSchema Schema = new(
        "pickers", [Column.Text("name"), Column.Int("x"), Column.Int("y"), Column.Int("apples")]);

    public string Name { get => Text(0); set => Set(0, value); }

    public int X { get => (int)Int(1); set => Set(1, value); }

    public int Y { get => (int)Int(2); set => Set(2, value); }

    public int Apples { get => (int)Int(3); set => Set(3, value); }
}

public sealed class Apple : Row
{
    public static readonly TableSchema Schema = new("apples", [Column.Int("x"), Column.Int("y")]);

    public int X { get => (int)Int(0); set => Set(0, value); }

    public int Y { get => (int)Int(1); set => Set(1, value); }
}

public sealed class Purse : Row
{
    public static readonly TableSchema Schema = new("purses", [Column.Int("apples")]);

    public int Apples { get => (int)Int(0); set => Set(0, value); }
}
