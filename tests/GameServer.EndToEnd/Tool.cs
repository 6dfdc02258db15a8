using System.Diagnostics;

namespace GameServer.EndToEnd;

/// <summary>Programs that we did not write. Tests are skipped where they are missing, unless CI requires them.</summary>
internal static class Tool
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test if the program does not answer to that.</summary>
    internal static async Task RequireAsync(string package, string program, params string[] arguments)
    {
        var isThere = false;
        try
        {
            isThere = (await RunAsync(program, arguments)).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed.
        }

        var required = Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_TOOLS") == "1";
        Skip.If(!isThere && !required, $"{program} is not there: install it (on Debian: apt-get install {package}).");
        Assert.True(isThere, $"CI requires {package}.");
    }

    /// <summary>Runs it to its end.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, $"{await output}{await errors}");
    }

    internal static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        return Process.Start(start)!;
    }
}
