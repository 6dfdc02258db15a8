namespace GameServer.EndToEnd;

/// <summary>How long what is measured is measured: with <c>MEASURE=long</c> in the environment, for figures that are worth keeping.</summary>
internal static class Measuring
{
    internal static bool IsLong => Environment.GetEnvironmentVariable("MEASURE") == "long";
}
