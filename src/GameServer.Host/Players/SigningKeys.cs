using System.Security.Cryptography;
using System.Text;
using GameServer.Host.Startup;

namespace GameServer.Host.Players;

/// <summary>Finds the key that signs tokens.</summary>
internal static class SigningKeys
{
    private const int MinBytes = 32;
    private const string DevelopmentFile = ".data/signing-key";

    private static readonly TimeSpan makeWithin = TimeSpan.FromSeconds(10);

    /// <param name="settings">Where the key is.</param>
    /// <param name="environment">In Development a node that is alone makes one.</param>
    /// <param name="isAlone">Whether no other node has to know the key.</param>
    internal static byte[] Load(AuthSettings settings, IHostEnvironment environment, bool isAlone)
    {
        if (!string.IsNullOrEmpty(settings.SigningKey))
        {
            return Decode(settings.SigningKey, "Auth:SigningKey");
        }

        if (!string.IsNullOrEmpty(settings.SigningKeyFile))
        {
            return Read(Path.Combine(environment.ContentRootPath, settings.SigningKeyFile));
        }

        if (!isAlone)
        {
            throw new StartupException(
                "Auth:SigningKey is not set: every node of a cluster needs the same one, 32 random bytes in base64.");
        }

        if (!environment.IsDevelopment())
        {
            throw new StartupException(
                "Auth:SigningKey is not set: give 32 random bytes in base64, such as `openssl rand -base64 32` makes.");
        }

        var path = Path.Combine(environment.ContentRootPath, DevelopmentFile);
        if (!File.Exists(path))
        {
            MakeAlone(path);
        }

        return Read(path);
    }

    /// <summary>By which nodes know that they have the same key; it is of no use for anything else.</summary>
    internal static string MarkOf(byte[] key) =>
        Convert.ToHexString(HMACSHA256.HashData(key, "which key is it"u8)[..8]);

    /// <summary>Of servers that start together on this machine one makes the key, and the others read it.</summary>
    private static void MakeAlone(string path)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))));
        using var mutex = new Mutex(initiallyOwned: false, $"Global\\gameserver-key-{name}");
        try
        {
            if (!mutex.WaitOne(makeWithin))
            {
                throw new StartupException("The signing key cannot be written: another server has been at it for too long.");
            }
        }
        catch (AbandonedMutexException)
        {
            // That one has ended half-way; this one has the mutex now.
        }

        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return Decode(File.ReadAllText(path).Trim(), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The signing key cannot be read: {failure.Message}", failure);
        }
    }

    private static byte[] Decode(string text, string source)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinBytes
            ? key[..length]
            : throw new StartupException($"{source} must be base64 of at least {MinBytes} bytes.");
    }

    /// <summary>
    /// Writes a new key that only its owner may read, so that tokens outlive a restart of a developer's server. Nobody sees one that is
    /// half written.
    /// </summary>
    private static void Make(string path)
    {
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(MinBytes))));
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The signing key cannot be written: {failure.Message}", failure);
        }
    }
}
