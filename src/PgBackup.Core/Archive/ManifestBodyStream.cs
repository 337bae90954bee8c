using System.Security.Cryptography;

namespace PgBackup.Archive;

/// <summary>Hashes what is written, and holds back its last byte: the brace before which the checksum stands.</summary>
internal sealed class ManifestBodyStream(Stream file) : ForwardStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _last = new byte[1];
    private bool _hasLast;

    public override bool CanWrite => true;

    /// <summary>Gets the SHA-256 of all but the last byte, in lower-case hexadecimal.</summary>
    public string Checksum() => Convert.ToHexStringLower(_sha256.GetCurrentHash());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return;
        if (_hasLast)
            await PassAsync(_last, cancellationToken).ConfigureAwait(false);
        await PassAsync(buffer[..^1], cancellationToken).ConfigureAwait(false);
        _last[0] = buffer.Span[^1];
        _hasLast = true;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sha256.Dispose();
        base.Dispose(disposing);
    }

    private ValueTask PassAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _sha256.AppendData(part.Span);
        return file.WriteAsync(part, cancellationToken);
    }
}
