using System.Diagnostics;
using System.Text;

namespace GameServer.Host.Tests.Support;

/// <summary>The server as its users run it: a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;
    private readonly StringBuilder error = new();
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, DirectoryInfo folder)
    {
        this.process = process;
        this.folder = folder;
    }

    /// <summary>The address that it prints.</summary>
    internal Task<Uri> Address => address.Task;

    internal string Error => Text(error);

    /// <summary>What it printed beside its address.</summary>
    internal string Output => Text(output);

    internal static ServerProcess Start(string environment, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GameServer.Host.dll"));
        var folder = Directory.CreateTempSubdirectory("server");
        start.ArgumentList.Add($"--Storage:File={Path.Combine(folder.FullName, "rooms.db")}");
        foreach (var setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        var server = new ServerProcess(new Process { StartInfo = start }, folder);
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

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        folder.Delete(recursive: true);
    }

    private void Run()
    {
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Play: ", StringComparison.Ordinal) == true)
            {
                address.TrySetResult(new Uri(line.Data["Play: ".Length..]));
            }
            else
            {
                Append(output, line.Data);
            }
        };
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line is null ? "" : line + "\n");
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
