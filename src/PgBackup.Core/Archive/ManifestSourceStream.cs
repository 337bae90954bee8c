using System.Security.Cryptography;

namespace PgBackup.Archive;

/// <summary>Hashes what is read of a manifest, all but the tail that holds the checksum.</summary>
internal sealed class ManifestSourceStream(Stream file, int tailLength) : ForwardStream
{
    private const long Longest = 1024 * 1024 * 1024;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[tailLength];
    private int _held;
    private long _length;

    public override bool CanRead => true;

    /// <summary>Gets the last bytes of what has been read.</summary>
    public ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _held);

    /// <summary>Gets the SHA-256 of all before the tail, in lower-case hexadecimal.</summary>
    public string Checksum() => Convert.ToHexStringLower(_sha256.GetCurrentHash());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if ((_length += read) > Longest)
            throw new IOException("The manifest is larger than any that this library writes.");
        Account(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _sha256.Dispose();
        base.Dispose(disposing);
    }

    // Whatever comes last may be the tail.
    private void Account(ReadOnlySpan<byte> read)
    {
        var body = Math.Max(_held + read.Length - _tail.Length, 0);
        var ofHeld = Math.Min(body, _held);
        _sha256.AppendData(_tail.AsSpan(0, ofHeld));
        _tail.AsSpan(ofHeld, _held - ofHeld).CopyTo(_tail);
        _held -= ofHeld;
        _sha256.AppendData(read[..(body - ofHeld)]);
        read = read[(body - ofHeld)..];
        read.CopyTo(_tail.AsSpan(_held));
        _held += read.Length;
    }
}
