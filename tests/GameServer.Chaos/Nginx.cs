using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace GameServer.Chaos;

/// <summary>
/// nginx in front of nodes, as the compose file has it: the files of <c>cluster-config/nginx</c> themselves, but for the lines that only
/// hold in a container. A line that is to be changed and is not there fails the test, so that it goes on trying what is shipped.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nginx-");
    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;

    private Nginx(IReadOnlyList<Uri> nodes)
    {
        var port = Loopback.FreePorts(1)[0];
        Address = new Uri($"http://127.0.0.1:{port}");
        var balancer = Path.Combine(folder.FullName, "balancer.conf");
        // nginx before 1.27.3 asks no name server for those behind it: it is told of each of them, with all else that is said of them.
        File.WriteAllText(balancer, Instead(
            Shipped("round-robin.conf"), "server node:8080 resolve ",
            rest => string.Concat(nodes.Select(node => $"server {node.Authority} {rest}\n"))));
        var conf = Shipped("nginx.conf");
        conf = Instead(conf, "resolver 127.0.0.11 ", _ => "");
        conf = Instead(conf, "resolver_timeout ", _ => "");
        conf = Instead(conf, "pid /var/run/nginx.pid;", _ => $"pid {folder.FullName}/nginx.pid;");
        // Whoever runs the tests may not write where nginx keeps what does not fit in its memory.
        conf = Instead(conf, "access_log off;", _ => "access_log off;\n" + string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {folder.FullName}/{kind};\n")));
        conf = Instead(conf, "include /etc/nginx/balancer.conf;", _ => $"include {balancer};");
        conf = Instead(conf, "listen 8080;", _ => $"listen 127.0.0.1:{port};");
        var file = Path.Combine(folder.FullName, "nginx.conf");
        File.WriteAllText(file, conf);
        process = new Process
        {
            // As its image is started.
            StartInfo = new ProcessStartInfo(Program, ["-p", folder.FullName, "-c", file, "-g", "daemon off;"])
            {
                RedirectStandardError = true,
            },
        };
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
    }

    private static string Program => File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    /// <summary>All that its players know.</summary>
    internal Uri Address { get; }

    internal string Said => string.Join('\n', output);

    /// <summary>Skips the test where there is no nginx, unless CI requires it.</summary>
    internal static void Require()
    {
        var isThere = false;
        try
        {
            using var asked = Process.Start(new ProcessStartInfo(Program, "-v") { RedirectStandardError = true })!;
            asked.WaitForExit();
            isThere = asked.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Not installed.
        }

        const string Missing = "nginx is not there: install it (on Debian: apt-get install nginx-light).";
        Skip.If(!isThere && Environment.GetEnvironmentVariable("GAMESERVER_REQUIRE_TOOLS") != "1", Missing);
        Assert.True(isThere, Missing);
    }

    internal static async Task<Nginx> StartAsync(Nodes nodes, int count)
    {
        var nginx = new Nginx([.. Enumerable.Range(0, count).Select(nodes.AddressOf)]);
        try
        {
            nginx.process.Start();
            nginx.process.BeginErrorReadLine();
            using var http = new HttpClient { BaseAddress = nginx.Address };
            await nodes.UntilAsync(() => nginx.PassesOnAsync(http), "nginx to pass requests on");
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<bool> PassesOnAsync(HttpClient http)
    {
        Assert.False(process.HasExited, $"nginx ended:\n{Said}");
        try
        {
            return (await http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The text with another line instead of the one that begins so; what does is given the rest of that.</summary>
    private static string Instead(string text, string beginning, Func<string, string> line)
    {
        string[] lines = text.Split('\n');
        int[] found = [.. Enumerable.Range(0, lines.Length).Where(at => lines[at].TrimStart().StartsWith(beginning, StringComparison.Ordinal))];
        Assert.True(found.Length == 1, $"'{beginning}' begins {found.Length} lines of what is shipped for nginx, not one.");
        lines[found[0]] = line(lines[found[0]].TrimStart()[beginning.Length..]);
        return string.Join('\n', lines);
    }

    private static string Shipped(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cluster-config", "nginx", name));
}
