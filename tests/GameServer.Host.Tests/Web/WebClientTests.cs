using System.Diagnostics;
using GameServer.EndToEnd;

namespace GameServer.Host.Tests.Web;

/// <summary>
/// The web client's own checks, so that <c>dotnet test</c> runs everything. They compute and need no browser: here they run beside tests
/// that wait, where browsers would leave them little of the machine.
/// </summary>
public sealed class WebClientTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("run check")]
    public async Task The_web_clients_own_checks_pass(string command)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", $"/c npm {command}")
            : new ProcessStartInfo("npm", command);
        start.WorkingDirectory = Path.Combine(Repository.Root, "client-web");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var npm = Process.Start(start)!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await npm.WaitForExitAsync(deadline.Token);
        Assert.True(npm.ExitCode == 0, $"npm {command} failed:\n{await output}\n{await errors}");
    }
}
