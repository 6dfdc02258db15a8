namespace GameServer.Client.Connection;

/// <summary>
/// How long a client waits for a server that says nothing, over all its connections. It waits for little: a node that stands still is
/// left within seconds. But on a slow line a large message may take longer to come, and is begun anew with each connection; so what was
/// given up for silence is next given all the time that the server allows, until an answer has come.
/// </summary>
/// <param name="pingInterval">Time between two pings, which a server that is there answers at once.</param>
internal sealed class Patience(TimeSpan pingInterval)
{
    private volatile bool gaveUp;

    public TimeSpan Of(TimeSpan heartbeat)
    {
        var brief = (2 * pingInterval) + TimeSpan.FromSeconds(1);
        return gaveUp || brief > heartbeat ? heartbeat : brief;
    }

    public void GaveUp() => gaveUp = true;

    public void Answered() => gaveUp = false;
}
