using GameServer.Protocol;

namespace GameServer.Cluster.Tests.Gateways;

/// <summary>Counts how often each command was said and not answered yet: a command is answered as often as it was said.</summary>
internal sealed class Sayings
{
    private readonly Dictionary<long, int> open = [];

    internal void Said(ClientFrame[] frames)
    {
        foreach (var command in frames.OfType<CommandFrame>())
        {
            open[command.N] = open.GetValueOrDefault(command.N) + 1;
        }
    }

    internal void Answered(AnswerFrame answer) =>
        Assert.True(--open[answer.N] >= 0, $"Command {answer.N} was answered more often than it was said.");
}
