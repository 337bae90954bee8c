using System.Buffers;

namespace PgBackup;

/// <summary>Turns the bytes of one segment back into rows.</summary>
public interface IRowDecoder
{
    /// <summary>Decodes the next piece of the segment.</summary>
    /// <param name="content">The segment's bytes, cut anywhere. Never empty.</param>
    /// <param name="copyText">Receives COPY text in UTF-8.</param>
    /// <exception cref="FormatException">The bytes are not what the format writes.</exception>
    void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText);

    /// <summary>Ends the segment.</summary>
    /// <param name="copyText">Receives COPY text that was still held back.</param>
    /// <exception cref="FormatException">The segment is incomplete.</exception>
    void Complete(IBufferWriter<byte> copyText);
}
