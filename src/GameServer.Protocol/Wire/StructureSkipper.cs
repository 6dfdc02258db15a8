namespace GameServer.Protocol.Wire;

/// <summary>
/// Finds the end of a MessagePack value, whatever is in it. It lets a reader pass over fields of later versions, and refuse
/// one frame with a forbidden payload without losing the frames after it. No recursion: any depth is fine.
/// </summary>
internal static class StructureSkipper
{
    public static bool TrySkip(ReadOnlySpan<byte> bytes, ref int position)
    {
        var at = (long)position;
        for (long pending = 1; pending > 0; pending--)
        {
            // More values than bytes cannot be there; checking it keeps a declared count of billions from turning into a loop.
            if (at >= bytes.Length || pending > bytes.Length - at)
            {
                return false;
            }

            var code = bytes[(int)at++];
            switch (code)
            {
                case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                    break;
                case <= 0x8f:
                    pending += 2 * (code & 0x0f);
                    break;
                case <= 0x9f:
                    pending += code & 0x0f;
                    break;
                case <= 0xbf:
                    at += code & 0x1f;
                    break;
                case >= 0xc4 and <= 0xc9 or >= 0xd9 and <= 0xdb:
                    // Binary, extension and text: a length of 1, 2 or 4 bytes; extensions have a type byte beside it.
                    var size = 1 << (code >= 0xd9 ? code - 0xd9 : (code - 0xc4) % 3);
                    if (!TryLength(bytes, ref at, size, out var length))
                    {
                        return false;
                    }

                    at += length + (code is >= 0xc7 and <= 0xc9 ? 1 : 0);
                    break;
                case 0xca:
                    at += 4;
                    break;
                case 0xcb:
                    at += 8;
                    break;
                case >= 0xcc and <= 0xd3:
                    at += 1 << (code & 3);
                    break;
                case >= 0xd4 and <= 0xd8:
                    at += 1 + (1 << (code - 0xd4));
                    break;
                case >= 0xdc and <= 0xdf:
                    if (!TryLength(bytes, ref at, (code & 1) == 0 ? 2 : 4, out var count))
                    {
                        return false;
                    }

                    pending += code >= 0xde ? 2 * count : count;
                    break;
                default:
                    return false;
            }
        }
        if (at > bytes.Length)
        {
            return false;
        }

        position = (int)at;
        return true;
    }

    private static bool TryLength(ReadOnlySpan<byte> bytes, ref long at, int size, out long length)
    {
        length = 0;
        if (size > bytes.Length - at)
        {
            return false;
        }

        foreach (var part in bytes.Slice((int)at, size))
        {
            length = (length << 8) | part;
        }

        at += size;
        return true;
    }
}
