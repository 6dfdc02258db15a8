using GameServer.Protocol;
using GameServer.TestKit;

namespace Games.Messenger.Tests;

/// <summary>Tests of a node with the messenger's rooms, in virtual time.</summary>
public abstract class MessengerTest : GameTestKit
{
    protected const int Talk = 1;
    protected const int Inbox = 2;

    /// <summary>The members of a conversation are in the order of their ids' characters in its name.</summary>
    protected const long AnnsKey = 0;
    protected const long BobsKey = 1;

    protected static string AnnsId { get; } = Id('1');

    protected static string BobsId { get; } = Id('2');

    protected static string Room { get; } = Conversations.TalkOf(AnnsId, BobsId);

    private protected SimulatedNode Server { get; }

    protected MessengerTest() => Server = Node(() => new TalkGame(), () => new InboxGame());

    protected static string Id(char digit) => new(digit, 32);

    private protected Device Ann(params int[] rooms) => Open(new Device(Server, AnnsId, "Ann"), rooms);

    private protected Device Bob(params int[] rooms) => Open(new Device(Server, BobsId, "Bob"), rooms);

    private protected Device Open(Device device, params int[] rooms)
    {
        foreach (var room in rooms)
        {
            device.Join(room == Talk ? Room : Conversations.InboxOf(device.Player), room);
        }

        Ticks(2);
        return device;
    }

    /// <summary>Does it, and tells how it was answered.</summary>
    private protected AnswerFrame Ask(Device device, int handle, string command, Payload arguments)
    {
        device.Command(handle, command, arguments);
        Ticks(1);
        return device.Expect<AnswerFrame>();
    }

    /// <summary>Says something and tells the message's number.</summary>
    private protected long Say(Device device, string text)
    {
        var answer = Ask(device, Talk, "say", Payload.Map(("text", text)));
        Assert.Null(answer.Code);
        return answer.Payload.AsInteger();
    }

    protected void Ticks(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            Server.Time.Step(MessengerRules.TickRate);
        }
    }
}
