using GameServer.Protocol;

namespace GameServer.Client.Connection;

/// <summary>Takes frames for the server. What is put in while there is no connection is lost: its maker sends it again after the next join.</summary>
internal interface IFrameSink
{
    void Send(ClientFrame frame);
}
