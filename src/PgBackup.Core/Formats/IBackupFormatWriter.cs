using System.Buffers;

namespace PgBackup;

/// <summary>Writes what stands around the rows of one backup. Calls come in the artifact's order and never at the same time.</summary>
/// <remarks>The order: <see cref="WriteHeader"/>; the entries that rows need; for each table <see cref="BeginTable"/>, its segments of
/// rows with <see cref="WriteSegmentSeparator"/> between them, <see cref="EndTable"/>; further entries; <see cref="WriteFooter"/>. In the
/// layout of a document the further entries come before the tables, in that of a zip archive the footer as well. Any of the parts may be
/// missing. What a format does not implement writes nothing.</remarks>
public interface IBackupFormatWriter
{
    /// <summary>Writes what the artifact begins with.</summary>
    /// <param name="output">Receives the bytes.</param>
    void WriteHeader(IBufferWriter<byte> output)
    {
    }

    /// <summary>Begins an entry that has statements.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="output">Receives the bytes.</param>
    void BeginEntry(BackupEntry entry, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one statement; <see cref="IBackupFormat.ReadStatement"/> is later given exactly the bytes of this call.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="statement">The statement, without a semicolon.</param>
    /// <param name="output">Receives the bytes.</param>
    void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output);

    /// <summary>Ends an entry that has statements.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="output">Receives the bytes.</param>
    void EndEntry(BackupEntry entry, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes what stands before the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives the bytes.</param>
    void BeginTable(BackupTable table, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes what stands between two segments of a table's rows, neither of which is empty.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives the bytes.</param>
    void WriteSegmentSeparator(BackupTable table, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes what stands behind the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives the bytes.</param>
    void EndTable(BackupTable table, IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes what the artifact ends with.</summary>
    /// <param name="output">Receives the bytes.</param>
    void WriteFooter(IBufferWriter<byte> output)
    {
    }
}
