using System.Security.Cryptography;

namespace PgBackup.Archive;

/// <summary>Hashes what is written, and holds back its last bytes: the brackets before which the rest is still to come.</summary>
internal sealed class ManifestBodyStream(Stream file, int heldAtEnd) : ForwardStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> _held = [];

    public override bool CanWrite => true;

    /// <summary>Gets what is held back.</summary>
    public ReadOnlySpan<byte> Held => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_held);

    /// <summary>Gets the SHA-256 of all but what is held back, in lower-case hexadecimal.</summary>
    public string Checksum() => Convert.ToHexStringLower(_sha256.GetCurrentHash());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passed = Math.Max(buffer.Length - heldAtEnd, 0);
        _held.AddRange(buffer.Span[passed..]);
        if (_held.Count > heldAtEnd)
        {
            var before = _held.GetRange(0, _held.Count - heldAtEnd).ToArray();
            _held.RemoveRange(0, before.Length);
            await PassAsync(before, cancellationToken).ConfigureAwait(false);
        }

        await PassAsync(buffer[..passed], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what comes before that which is held back.</summary>
    public ValueTask PassAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _sha256.AppendData(part.Span);
        return file.WriteAsync(part, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sha256.Dispose();
        base.Dispose(disposing);
    }
}
