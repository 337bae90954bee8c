using System.Buffers;
using PgBackup.Formats;

namespace PgBackup.Tests.Verification;

/// <summary>SQL, but that a word of the rows comes back as another one of the same length.</summary>
internal sealed class LyingFormat : IBackupFormat
{
    private readonly SqlFormat _sql = new();

    public string Name => "lying";

    public string FileExtension => ".lie";

    public IBackupFormatWriter CreateWriter(BackupDescription backup) => _sql.CreateWriter(backup);

    public IRowEncoder CreateRowEncoder(BackupTable table) => _sql.CreateRowEncoder(table);

    public IRowDecoder CreateRowDecoder(BackupTable table) => new Decoder(_sql.CreateRowDecoder(table));

    public string ReadStatement(ReadOnlySpan<byte> content) => _sql.ReadStatement(content);

    private sealed class Decoder(IRowDecoder inner) : IRowDecoder
    {
        public void Decode(ReadOnlySpan<byte> content, IBufferWriter<byte> copyText)
        {
            var changed = content.ToArray();
            for (int at; (at = changed.AsSpan().IndexOf("true"u8)) >= 0;)
                "lies"u8.CopyTo(changed.AsSpan(at));
            inner.Decode(changed, copyText);
        }

        public void Complete(IBufferWriter<byte> copyText) => inner.Complete(copyText);
    }
}
