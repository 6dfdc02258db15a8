using Akka.Actor;
using GameServer.Cluster.Telemetry;
using GameServer.Protocol;
using GameServer.Rooms;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Rooms;

/// <summary>
/// A letter of one room for another; may be repeated. Answered by <see cref="RoomMailTaken"/> once the record that took it is held, by
/// <see cref="RoomGone"/>, or not at all: then it is to come again.
/// </summary>
/// <param name="RoomId">The room that it is for.</param>
/// <param name="From">The sender.</param>
/// <param name="Birth">Which room of that id the sender is.</param>
/// <param name="N">The letter's number.</param>
/// <param name="After">The letter that must have been taken first; 0 for none.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Payload">What there is to say.</param>
public sealed record RoomMail(string RoomId, string From, ulong Birth, long N, long After, string Name, Payload Payload) : IRoomMessage;

/// <summary>A room has a letter for good.</summary>
/// <param name="RoomId">The sender of the letter.</param>
/// <param name="Birth">Which room of that id.</param>
/// <param name="By">The room that has it.</param>
/// <param name="N">The letter's number.</param>
public sealed record RoomMailTaken(string RoomId, ulong Birth, string By, long N) : IClusterMessage;

/// <summary>
/// A room's mail. Letters go when the record in which they were posted is held, and again every second until they are known to have
/// arrived; receipts go when the record in which a letter was taken is held. A room that was recovered tells neither before a record of its
/// own is held, since the copy that it came from may be the only one.
/// </summary>
/// <remarks>Bounds are the machine's: letters on their way, letters that wait for a tick.</remarks>
internal sealed class RoomPost(RoomMachine machine, HeldOutputs outputs, IActorRef rooms, IActorRef self)
{
    private static readonly TimeSpan again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<MailReceipt, IActorRef> senders = [];
    private bool mayTell;
    private long mayGo;
    private long sent;
    private long late;
    private long due = machine.Tick + machine.Settings.Ticks(again);

    /// <summary>How many ticks longer than usual the room is to stay.</summary>
    internal long StaysFor => machine.Letters.Count > 0 ? machine.Settings.Ticks(patience) : 0;

    private string RoomId => machine.Identity.RoomId;

    /// <returns>False if it has nothing to do with mail.</returns>
    internal bool Receive(object message, IActorRef sender)
    {
        switch (message)
        {
            case RoomMail mail:
                OnMail(mail, sender);
                return true;
            case RoomMailTaken taken:
                if (taken.Birth == machine.Birth)
                {
                    machine.OfferMailSettled(taken.By, taken.N);
                }

                return true;
            case RoomGone gone:
                foreach (var letter in machine.Letters.Where(letter => letter.To == gone.RoomId && letter.N <= sent))
                {
                    machine.OfferMailSettled(letter.To, letter.N);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>What a tick brought about may be told.</summary>
    internal void Released(TickResult result)
    {
        mayTell = true;
        mayGo = result.Record?.LastPosted ?? mayGo;
        foreach (var receipt in result.Receipts)
        {
            if (senders.Remove(receipt, out var sender))
            {
                sender.Tell(new RoomMailTaken(receipt.From, receipt.Birth, RoomId, receipt.N), self);
            }
        }
    }

    /// <summary>Sends what may go and has not gone yet.</summary>
    internal void Send() => Send(sent, sent = Math.Max(sent, mayGo));

    /// <summary>The room made a tick.</summary>
    internal void Ticked()
    {
        if (machine.Tick >= due)
        {
            due = machine.Tick + machine.Settings.Ticks(again);
            Send(0, late);
            late = sent;
        }
    }

    /// <summary>The room ends.</summary>
    internal void End(ILogger log)
    {
        if (machine.Letters.Count > 0)
        {
            Log.MailGivenUp(log, RoomId, machine.Letters.Count);
        }
    }

    private void OnMail(RoomMail mail, IActorRef sender)
    {
        var receipt = new MailReceipt(mail.From, mail.Birth, mail.N);
        var verdict = machine.OfferMail(mail.From, mail.Birth, mail.N, mail.After, mail.Name, mail.Payload);
        if (verdict is MailVerdict.Queued || senders.ContainsKey(receipt))
        {
            // The sender may have moved since it sent it first.
            senders[receipt] = sender;
        }
        else if (verdict == MailVerdict.Repeated && mayTell && !outputs.HasReceipt(receipt))
        {
            sender.Tell(new RoomMailTaken(mail.From, mail.Birth, RoomId, mail.N), self);
        }
    }

    private void Send(long after, long upTo)
    {
        for (var i = 0; i < machine.Letters.Count && machine.Letters[i].N <= upTo; i++)
        {
            if (machine.Letters[i] is var letter && letter.N > after)
            {
                rooms.Tell(
                    new RoomMail(
                        letter.To, RoomId, machine.Birth, letter.N, machine.LetterBefore(letter), letter.Name, letter.Payload),
                    self);
            }
        }
    }
}
