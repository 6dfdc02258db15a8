using System.Buffers;
using Akka.Actor;
using GameServer.Cluster;
using GameServer.Cluster.Rooms;
using GameServer.Protocol;
using GameServer.Rooms;

namespace GameServer.TestKit;

/// <summary>What happens in a simulation. The same options give the same run.</summary>
public sealed record SimulationOptions
{
    /// <summary>Seed of everything: the room's chance, ids, random players, faults.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Players that join at the start.</summary>
    public int Players { get; init; } = 1;

    /// <summary>What a player sends as input before each tick; null for nothing.</summary>
    public Func<SimulatedPlayer, long, Chance, Payload?>? Input { get; init; }

    /// <summary>What a player commands before each tick; null for nothing.</summary>
    public Func<SimulatedPlayer, long, Chance, (string Name, Payload Arguments)?>? Command { get; init; }

    /// <summary>How often a player's connection is cut, in cuts per minute of room time; it comes back within two seconds.</summary>
    public double CutsPerMinute { get; init; }

    /// <summary>How often a player stops reading for up to two seconds, in stalls per minute of room time.</summary>
    public double StallsPerMinute { get; init; }

    /// <summary>
    /// Players, from the first, that decode everything they are sent and check it. The others only count bytes, except while
    /// they wait for answers.
    /// </summary>
    public int Verifying { get; init; } = 1;

    /// <summary>What the room is created with.</summary>
    public Payload RoomOptions { get; init; }
}

/// <summary>One room of a game with its players, in virtual time, through the real actors.</summary>
public sealed class RoomSimulation : IRoomObserver
{
    private readonly Func<Game> game;
    private readonly SimulationOptions options;
    private readonly SimulatedNode node;
    private readonly Chance chance;
    private readonly List<SimulatedPlayer> players = [];
    private readonly Dictionary<SimulatedPlayer, long> absentUntil = [];
    private readonly List<Action<RoomMachine>> invariants = [];
    private readonly int tickRate;
    private RoomMachine? machine;
    private RoomRecording? recording;
    private Exception? broken;

    internal RoomSimulation(ActorSystem system, Func<Game> game, SimulationOptions options)
    {
        this.game = game;
        this.options = options;
        chance = new Chance(options.Seed ^ 0x9E3779B97F4A7C15);
        var settings = game().Settings;
        tickRate = settings.TickRate;
        node = new SimulatedNode(system, new GameCatalog().Add(game), options.Seed, observer: this);
        RoomId = node.Services.Ids.NewRoomId();
        node.Rooms.Tell(
            new CreateRoom(
                RoomId, settings.Kind, false, node.Services.Ids.NewSeed(), node.Services.Ids.NewEpochId(), options.RoomOptions),
            ActorRefs.NoSender);
        for (var i = 0; i < options.Players; i++)
        {
            AddPlayer();
        }
    }

    /// <summary>The room.</summary>
    public string RoomId { get; }

    /// <summary>The node that it runs on.</summary>
    public SimulatedNode Node => node;

    /// <summary>The players, connected or not.</summary>
    public IReadOnlyList<SimulatedPlayer> Players => players;

    /// <summary>The last tick that was made.</summary>
    public long Tick => machine?.Tick ?? 0;

    /// <summary>Checks something after every tick. An exception out of it ends the run.</summary>
    public RoomSimulation Invariant(Action<RoomMachine> check)
    {
        invariants.Add(check);
        return this;
    }

    /// <summary>Lets another player join.</summary>
    public SimulatedPlayer AddPlayer()
    {
        var player = new SimulatedPlayer(node, players.Count, RoomId, players.Count < options.Verifying);
        players.Add(player);
        player.Connect();
        return player;
    }

    /// <summary>Runs the room for a time.</summary>
    /// <exception cref="SimulationException">An invariant or the server's contract was broken; the message names tick and seed.</exception>
    public RoomSimulation Run(TimeSpan roomTime) => RunTicks((long)Math.Round(roomTime.TotalSeconds * tickRate));

    /// <summary>Runs the room for a number of ticks.</summary>
    /// <inheritdoc cref="Run"/>
    public RoomSimulation RunTicks(long ticks)
    {
        for (var i = 0L; i < ticks; i++)
        {
            try
            {
                Act();
                node.Time.Step(tickRate);
                foreach (var player in players)
                {
                    player.Read();
                }
            }
            catch (Exception cause) when (cause is not SimulationException { InnerException: not null })
            {
                throw Broken(cause);
            }

            if (broken is not null)
            {
                throw Broken(broken);
            }
        }

        return this;
    }

    /// <summary>The hash of the room's state.</summary>
    /// <exception cref="InvalidOperationException">The room has not made a tick yet.</exception>
    public ulong Hash() => Machine.Hash();

    /// <summary>Checks that every verifying player that reads holds exactly what its seat may see of the room's state.</summary>
    /// <exception cref="SimulationException">One does not.</exception>
    public void CheckCopies()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var truth = new PlayerCopy();
        foreach (var player in players.Where(player => player is { Verifies: true, IsConnected: true, IsStalled: false }))
        {
            buffer.ResetWrittenCount();
            Machine.WriteFull(buffer, Views.Of(player.Seat));
            truth.Full(Machine.Tick, Machine.Schema, buffer.WrittenMemory);
            if (player.Copy.Describe() != truth.Describe())
            {
                throw new SimulationException(
                    $"Player {player.Number} holds at tick {player.Copy.Tick} another state than the room at {Machine.Tick} (seed {options.Seed}).");
            }
        }
    }

    /// <summary>
    /// Runs the room for a time and then plays that time again from a checkpoint and the records, through their bytes: the state must
    /// be the same, or a room of this game could not outlive its node.
    /// </summary>
    /// <exception cref="SimulationException">It is not, or something else is broken.</exception>
    public RoomSimulation CheckReplay(TimeSpan roomTime)
    {
        recording = new RoomRecording(Machine);
        Run(roomTime);
        // An idle room makes a record only now and then; its hash is known where one ends.
        while (recording.LastTick != Tick)
        {
            RunTicks(1);
        }

        recording.Check(game(), Hash());
        recording = null;
        return this;
    }

    void IRoomObserver.Ticked(RoomMachine ticked, TickResult result)
    {
        machine = ticked;
        if (result.Record is { } record)
        {
            recording?.Add(record);
        }

        try
        {
            foreach (var invariant in invariants)
            {
                invariant(ticked);
            }
        }
        catch (Exception cause)
        {
            // Thrown here it would end the room's actor instead of the test.
            broken ??= cause;
        }
    }

    private RoomMachine Machine => machine ?? throw new InvalidOperationException("The room has not made a tick yet.");

    private void Act()
    {
        foreach (var player in players)
        {
            Disturb(player);
            if (!player.IsConnected)
            {
                continue;
            }

            if (options.Input?.Invoke(player, Tick, chance) is { } input)
            {
                player.Input(input);
            }

            if (options.Command?.Invoke(player, Tick, chance) is { } command)
            {
                player.Command(command.Name, command.Arguments);
            }
        }
    }

    private void Disturb(SimulatedPlayer player)
    {
        if (absentUntil.TryGetValue(player, out var until))
        {
            if (Tick >= until)
            {
                absentUntil.Remove(player);
                player.IsStalled = false;
                if (!player.IsConnected)
                {
                    player.Connect();
                }
            }

            return;
        }

        if (Happens(options.CutsPerMinute))
        {
            player.Cut();
            absentUntil[player] = Tick + 1 + chance.Next(2 * tickRate);
        }
        else if (Happens(options.StallsPerMinute))
        {
            player.IsStalled = true;
            absentUntil[player] = Tick + 1 + chance.Next(2 * tickRate);
        }
    }

    private bool Happens(double perMinute) =>
        perMinute > 0 && chance.NextBits() < perMinute / (60.0 * tickRate) * uint.MaxValue;

    private SimulationException Broken(Exception cause) =>
        new($"Broken at tick {Tick} with seed {options.Seed}: {cause.Message}", cause);
}
