using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Puts rows between the prefix and suffix of a COPY block; the rows themselves are COPY text already.</summary>
internal sealed class SqlRowEncoder(SqlCopyBlock block) : IRowEncoder
{
    private bool _hasBegun;

    public void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output)
    {
        if (!_hasBegun)
            output.Write(block.Prefix);
        _hasBegun = true;
        output.Write(copyText);
    }

    public void Complete(IBufferWriter<byte> output) => output.Write(block.Suffix);
}
