namespace GameServer.Protocol.Wire;

/// <summary>An array that grows as it is written, and lets a head be put before what is already there.</summary>
internal sealed class GrowingBytes(int capacity)
{
    private byte[] bytes = new byte[Math.Max(16, capacity)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public Span<byte> Ahead(int size)
    {
        if (Length + size > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + size));
        }

        return bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Truncate(int length) => Length = length;

    public void Insert(int position, ReadOnlySpan<byte> head)
    {
        _ = Ahead(head.Length);
        bytes.AsSpan(position, Length - position).CopyTo(bytes.AsSpan(position + head.Length));
        head.CopyTo(bytes.AsSpan(position));
        Length += head.Length;
    }
}
