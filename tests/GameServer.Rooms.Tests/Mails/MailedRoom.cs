using System.Buffers;

namespace GameServer.Rooms.Tests.Mails;

/// <summary>What is on its way between rooms.</summary>
internal abstract record OnItsWay(int To);

internal sealed record Envelope(int To, int From, ulong Birth, Letter Letter, long After) : OnItsWay(To);

internal sealed record Receipt(int To, int By, ulong Birth, long N) : OnItsWay(To);

/// <summary>
/// A room whose owner behaves as the server's does: tells only what its store is known to hold, and begins anew from what the store
/// holds, which may be more.
/// </summary>
internal sealed class MailedRoom(int self, ulong seed, List<OnItsWay> network)
{
    private readonly List<byte[]> records = [];
    private readonly Queue<(int Record, long LastPosted, IReadOnlyList<MailReceipt> Receipts)> held = new();
    private readonly ReadOnlyMemory<byte> checkpoint = Fresh(new PenPal(), self, seed).Save();
    private PenPal game = new();
    private RoomMachine? machine;
    private int stored;
    private long mayGo;

    public PenPal Game => game;

    public RoomMachine Machine => machine ??= Fresh(game, self, seed);

    public void Tick()
    {
        if (Machine.Step() is { Record: { } record } result)
        {
            var bytes = new ArrayBufferWriter<byte>();
            RecordCodec.Write(bytes, record);
            records.Add(bytes.WrittenSpan.ToArray());
            held.Enqueue((records.Count, record.LastPosted, result.Receipts));
        }
    }

    /// <summary>The store gets all records; the room need not hear of it.</summary>
    public void Store() => stored = records.Count;

    /// <summary>The room hears what its store has, and tells what waited for that.</summary>
    public void Release()
    {
        while (held.TryPeek(out var next) && next.Record <= stored)
        {
            held.Dequeue();
            mayGo = next.LastPosted;
            foreach (var receipt in next.Receipts)
            {
                network.Add(new Receipt(Array.IndexOf(PenPal.Rooms, receipt.From), self, receipt.Birth, receipt.N));
            }
        }
    }

    public void Send()
    {
        foreach (var letter in Machine.Letters.Where(letter => letter.N <= mayGo))
        {
            network.Add(new Envelope(
                Array.IndexOf(PenPal.Rooms, letter.To), self, Machine.Birth, letter, Machine.LetterBefore(letter)));
        }
    }

    public void Receive(OnItsWay arrived)
    {
        switch (arrived)
        {
            case Envelope { Letter: var letter } envelope:
                var from = PenPal.Rooms[envelope.From];
                var verdict = Machine.OfferMail(from, envelope.Birth, letter.N, envelope.After, letter.Name, letter.Payload);
                var waits = held.Any(tick => tick.Receipts.Any(taken => taken.From == from && taken.Birth == envelope.Birth));
                if (verdict == MailVerdict.Repeated && !waits)
                {
                    network.Add(new Receipt(envelope.From, self, envelope.Birth, letter.N));
                }

                break;
            case Receipt receipt when receipt.Birth == Machine.Birth:
                Machine.OfferMailSettled(PenPal.Rooms[receipt.By], receipt.N);
                break;
        }
    }

    /// <summary>Dies, and goes on from what its store has.</summary>
    public void Crash()
    {
        records.RemoveRange(stored, records.Count - stored);
        held.Clear();
        mayGo = 0;
        game = new PenPal();
        machine = RoomMachine.Restore(game, Identity(self), checkpoint);
        foreach (var record in records)
        {
            Assert.True(machine.Replay(RecordCodec.Read(record)));
        }
    }

    private static RoomMachine Fresh(PenPal game, int self, ulong seed) =>
        RoomMachine.Create(game, Identity(self), seed, Protocol.Payload.Nil);

    private static RoomIdentity Identity(int self) => new(PenPal.Rooms[self], "pals", false);
}
