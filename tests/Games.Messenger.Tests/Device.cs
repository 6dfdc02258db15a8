using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Messenger.Tests;

/// <summary>A player's device: one connection, in rooms by handle, with a copy of what each of them shows.</summary>
internal sealed class Device(SimulatedNode node, string player, string name)
{
    private readonly Dictionary<int, PlayerCopy> copies = [];
    private readonly Dictionary<int, long> commands = [];
    private readonly List<ServerFrame> frames = [];
    private SimulatedConnection connection = node.Connect(player, name);
    private long inputs;

    public string Player { get; } = player;

    public void Join(string room, int handle, bool watch = false)
    {
        copies[handle] = new PlayerCopy();
        connection.Send(new JoinFrame(handle, $"join {room}", JoinBy.Room, room, watch, 0, null, Payload.Nil));
    }

    public void Create(string kind, int handle) =>
        connection.Send(new JoinFrame(handle, "create", JoinBy.Create, kind, false, 0, null, Payload.Nil));

    public void Command(int handle, string command, Payload arguments) => connection.Send(new CommandFrame(
        handle, 7, commands[handle] = commands.GetValueOrDefault(handle) + 1, command, arguments));

    public void Typing(int handle, bool isTyping) => connection.Send(new InputFrame(handle, ++inputs, Payload.Map(("typing", isTyping))));

    public void Leave(int handle) => connection.Send(new LeaveFrame(handle));

    /// <summary>The connection is lost.</summary>
    public void Cut() => connection.Cut();

    public void Reconnect() => connection = node.Connect(Player, name);

    /// <summary>The last frame of that type among what came since it was asked last.</summary>
    public TFrame Expect<TFrame>()
        where TFrame : ServerFrame
    {
        Read();
        var found = frames.OfType<TFrame>().LastOrDefault();
        Assert.True(found is not null, $"A {typeof(TFrame).Name} was expected, not: {string.Join(", ", frames)}");
        frames.Clear();
        return found;
    }

    /// <summary>The keys of a table's rows.</summary>
    public long[] Keys(int handle, string table)
    {
        Read();
        return [.. copies[handle].Rows(table).Select(row => row.Key)];
    }

    /// <summary>Some columns of one row.</summary>
    public object?[] Row(int handle, string table, long key, params string[] columns)
    {
        Read();
        var values = copies[handle].Rows(table).Single(row => row.Key == key).Values;
        var known = copies[handle].Schema.Single(schema => schema.Name == table).Columns.Select(column => column.Name).ToList();
        return [.. columns.Select(column => values[known.IndexOf(column)])];
    }

    /// <summary>Everything of a room that it shows.</summary>
    public string Show(int handle)
    {
        Read();
        return copies[handle].Describe();
    }

    private void Read()
    {
        foreach (var frame in connection.Receive())
        {
            frames.Add(frame);
            switch (frame)
            {
                case FullFrame full:
                    copies[full.Handle].Apply(full);
                    break;
                case DeltaFrame delta:
                    copies[delta.Handle].Apply(delta);
                    break;
                case AnswerFrame answer:
                    connection.Send(new AckFrame(answer.Handle, answer.Stream, answer.N));
                    break;
            }
        }
    }
}
