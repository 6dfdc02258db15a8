using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GameServer.Host.Transports.Http;

/// <summary>
/// Signs what clients carry for the server. Each purpose has a key of its own, made from the one that signs tokens, so that nothing
/// that is sealed for one is worth anything for another.
/// </summary>
internal sealed class Seal(byte[] signingKey, string purpose)
{
    /// <summary>Half of the hash, the least that RFC 2104 advises: every message of a stream carries it.</summary>
    internal const int MacBytes = 16;

    private const int KeyBytes = 32;
    private const int MaxCharacters = 1024;

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, signingKey, KeyBytes, info: Encoding.UTF8.GetBytes($"gameserver {purpose} 1"));

    /// <summary>Writes the signature behind the fields, and all of it as text.</summary>
    /// <param name="buffer">The fields, and room for <see cref="MacBytes"/> behind them.</param>
    /// <param name="length">Length of the fields.</param>
    /// <param name="utf8">Gets the text.</param>
    /// <returns>Length of the text.</returns>
    internal int Close(Span<byte> buffer, int length, Span<byte> utf8)
    {
        Sign(buffer[..length], buffer.Slice(length, MacBytes));
        return Base64Url.EncodeToUtf8(buffer[..(length + MacBytes)], utf8);
    }

    /// <summary>The fields of a sealed text, or null if this seal did not make it just so.</summary>
    internal byte[]? Open(string text)
    {
        if (text.Length > MaxCharacters)
        {
            return null;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!TryDecode(text, buffer, out var length) || length < MacBytes)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[MacBytes];
        var fields = buffer.AsSpan(0, length - MacBytes);
        Sign(fields, expected);
        return CryptographicOperations.FixedTimeEquals(expected, buffer.AsSpan(fields.Length, MacBytes)) ? fields.ToArray() : null;
    }

    private static bool TryDecode(string text, byte[] buffer, out int length)
    {
        try
        {
            // The decoder passes over blanks and over bits that no byte needs; of each seal there is to be one text alone.
            return Base64Url.TryDecodeFromChars(text, buffer, out length) && Base64Url.EncodeToString(buffer.AsSpan(0, length)) == text;
        }
        catch (FormatException)
        {
            length = 0;
            return false;
        }
    }

    private void Sign(ReadOnlySpan<byte> fields, Span<byte> mac)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, fields, hash);
        hash[..MacBytes].CopyTo(mac);
    }
}
