using System.Buffers;

namespace PgBackup;

/// <summary>Turns rows into a format's bytes, for one segment.</summary>
public interface IRowEncoder
{
    /// <summary>Encodes the next piece of the rows.</summary>
    /// <param name="copyText">COPY text in UTF-8, cut anywhere, also within a row or a character. Never empty.</param>
    /// <param name="output">Receives the bytes.</param>
    void Encode(ReadOnlySpan<byte> copyText, IBufferWriter<byte> output);

    /// <summary>Ends the segment; the rows were complete.</summary>
    /// <param name="output">Receives the bytes.</param>
    void Complete(IBufferWriter<byte> output);
}
