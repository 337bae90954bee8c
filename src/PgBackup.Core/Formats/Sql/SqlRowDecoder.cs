using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Takes the prefix and suffix of a COPY block away, and insists that they are there.</summary>
internal sealed class SqlRowDecoder(SqlCopyBlock block) : IRowDecoder
{
    private readonly byte[] _held = new byte[block.Suffix.Length];
    private int _prefixSeen;
    private int _heldCount;

    public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText)
    {
        if (_prefixSeen < block.Prefix.Length)
        {
            var part = content[..Math.Min(content.Length, block.Prefix.Length - _prefixSeen)];
            if (!part.SequenceEqual(block.Prefix.AsSpan(_prefixSeen, part.Length)))
                throw new FormatException("The segment does not begin with the COPY statement of its table.");
            _prefixSeen += part.Length;
            content = content[part.Length..];
        }

        // The last bytes may be the suffix: they are held back until more comes.
        if (content.Length >= _held.Length)
        {
            copyText.Write(_held.AsSpan(0, _heldCount));
            copyText.Write(content[..^_held.Length]);
            content[^_held.Length..].CopyTo(_held);
            _heldCount = _held.Length;
            return;
        }

        var release = Math.Max(0, _heldCount + content.Length - _held.Length);
        copyText.Write(_held.AsSpan(0, release));
        _held.AsSpan(release, _heldCount - release).CopyTo(_held);
        _heldCount -= release;
        content.CopyTo(_held.AsSpan(_heldCount));
        _heldCount += content.Length;
    }

    public void Complete(IBufferWriter<byte> copyText)
    {
        if (_prefixSeen < block.Prefix.Length || !_held.AsSpan(0, _heldCount).SequenceEqual(block.Suffix))
            throw new FormatException("The segment does not end as a COPY block does.");
    }
}
