using System.Diagnostics;
using System.Text;

namespace GameServer.Host.Tests.Support;

/// <summary>The server as its users run it: a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => this.process = process;

    /// <summary>The address that it prints.</summary>
    internal Task<Uri> Address => address.Task;

    internal string Error
    {
        get
        {
            lock (error)
            {
                return error.ToString();
            }
        }
    }

    internal static ServerProcess Start(string environment, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GameServer.Host.dll"));
        foreach (var setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        var server = new ServerProcess(new Process { StartInfo = start });
        server.Run();
        return server;
    }

    /// <summary>What Ctrl-C and a container's stop are, near enough.</summary>
    internal void Terminate() => Process.Start("kill", ["-TERM", process.Id.ToString()]).WaitForExit();

    internal async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().Within("the server to exit");
        return process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Arena: ", StringComparison.Ordinal) == true)
            {
                address.TrySetResult(new Uri(line.Data["Arena: ".Length..]));
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (error)
            {
                error.Append(line.Data is null ? "" : line.Data + "\n");
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
