using System.Security.Cryptography;
using System.Text;
using GameServer.Host.Startup;

namespace GameServer.Host.Players;

/// <summary>Finds the key that signs tokens.</summary>
internal static class SigningKeys
{
    private const int MinBytes = 32;
    private const string DevelopmentFile = ".data/signing-key";

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
            Make(path);
        }

        return Read(path);
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
    /// Writes a new key that only its owner may read, so that tokens outlive a restart of a developer's server. Of servers that start
    /// together the first one's counts; nobody sees a key that is half written.
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
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The signing key cannot be written: {failure.Message}", failure);
        }
    }
}
