using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using PgBackup.Postgres;

namespace PgBackup.Archive;

/// <summary>Reads segments of an artifact and insists that they are those of the manifest.</summary>
/// <param name="manifest">The manifest.</param>
/// <param name="open">Opens a range of the artifact: offset and length.</param>
internal sealed class ArtifactReader(BackupManifest manifest, Func<long, long?, CancellationToken, Task<Stream>> open)
{
    private const int BufferSize = 256 * 1024;

    // A segment of definitions is larger only where one definition is; the manifest is not trusted with more memory.
    private const int LargestExpected = 1024 * 1024;

    private readonly SegmentCodec _codec = SegmentCodec.For(manifest.Backup.Compression, manifest.Container);

    /// <summary>Compares the stored bytes of segments with their checksums, decoding nothing.</summary>
    /// <exception cref="PgBackupException"><c>artifact_corrupt</c>.</exception>
    public async Task CheckSegmentsAsync(IEnumerable<int> segments, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        foreach (var (first, last) in Runs(segments.Distinct().Order()))
        {
            var start = manifest.Segments[first].Offset;
            var end = manifest.Segments[last].Offset + manifest.Segments[last].Length;
            var stream = await open(start, end - start, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                for (var index = first; index <= last; index++)
                    await CheckSegmentAsync(stream, index, buffer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads the whole artifact and compares every segment and the SHA-256 of the whole.</summary>
    /// <returns>What is wrong, and how many bytes were read.</returns>
    public async Task<(List<string> Problems, long BytesRead)> CheckAllAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var segment = new XxHash128();
        var index = 0;
        var left = manifest.Segments.Count == 0 ? 0 : manifest.Segments[0].Length;
        long position = 0;
        var stream = new ReadAhead(await open(0, null, cancellationToken).ConfigureAwait(false));
        await using (stream.ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> read;
            while (!(read = await stream.ReadAsync(cancellationToken).ConfigureAwait(false)).IsEmpty)
            {
                sha256.AppendData(read.Span);
                position += read.Length;
                while (index < manifest.Segments.Count)
                {
                    var part = read.Span[..(int)Math.Min(left, read.Length)];
                    segment.Append(part);
                    read = read[part.Length..];
                    left -= part.Length;
                    if (left > 0)
                        break;
                    if (Convert.ToHexStringLower(segment.GetHashAndReset()) != manifest.Segments[index].Hash)
                        problems.Add($"Segment {index} ({Describe(index)}), {manifest.Segments[index].Length} bytes from "
                            + $"{manifest.Segments[index].Offset}, differs from its checksum.");
                    if (++index < manifest.Segments.Count)
                        left = manifest.Segments[index].Length;
                }
            }
        }

        if (left > 0)
        {
            problems.Add($"The artifact ends at byte {position}, within segment {index} ({Describe(index)}).");
            return (problems, position);
        }

        if (position != manifest.Backup.Size)
            problems.Add($"The artifact has {position} bytes instead of {manifest.Backup.Size}.");
        if (problems.Count == 0 && Convert.ToHexStringLower(sha256.GetCurrentHash()) != manifest.Backup.Sha256)
            problems.Add("The artifact differs from its SHA-256.");
        return (problems, position);
    }

    /// <summary>Decodes one segment, piece by piece, and checks it.</summary>
    /// <param name="index">The segment.</param>
    /// <param name="consume">Receives the plain bytes; they are valid until it returns.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="PgBackupException"><c>artifact_corrupt</c>; what was consumed before must then be thrown away.</exception>
    public async Task DecodeAsync(int index, Func<ReadOnlyMemory<byte>, ValueTask> consume, CancellationToken cancellationToken)
    {
        var segment = manifest.Segments[index];
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var stored = new HashingReadStream(await open(segment.Offset, segment.Length, cancellationToken).ConfigureAwait(false));
        try
        {
            long decoded = 0;
            var plain = _codec.Decompress(stored);
            await using (plain.ConfigureAwait(false))
            {
                int read;
                while ((read = await plain.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    decoded += read;
                    // A segment that decodes to more than it should is not read to its end.
                    if (decoded > segment.DecodedLength)
                        throw Corrupt(index, "decodes to more bytes than the manifest says");
                    await consume(buffer.AsMemory(0, read)).ConfigureAwait(false);
                }
            }

            while (await stored.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                // What the codec left over belongs to the checksum.
            }

            if (decoded != segment.DecodedLength || stored.BytesRead != segment.Length)
                throw Corrupt(index, "is incomplete");
            if (stored.HashText() != segment.Hash)
                throw Corrupt(index, "differs from its checksum");
        }
        catch (FormatException exception)
        {
            throw Unreadable(index, exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw Corrupt(index, "cannot be decompressed", exception);
        }
        finally
        {
            await stored.DisposeAsync().ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decodes one segment of definitions as a whole.</summary>
    public async Task<byte[]> ReadAsync(int index, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream((int)Math.Clamp(manifest.Segments[index].DecodedLength, 0, LargestExpected));
        await DecodeAsync(
            index,
            piece =>
            {
                content.Write(piece.Span);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    /// <summary>Says that a segment's content is not what its format writes.</summary>
    public PgBackupException Unreadable(int index, FormatException cause) => Corrupt(index, "cannot be decoded", cause);

    private async Task CheckSegmentAsync(Stream stream, int index, byte[] buffer, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        var left = manifest.Segments[index].Length;
        while (left > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
                throw Corrupt(index, "is cut off");
            hash.Append(buffer.AsSpan(0, read));
            left -= read;
        }

        if (Convert.ToHexStringLower(hash.GetCurrentHash()) != manifest.Segments[index].Hash)
            throw Corrupt(index, "differs from its checksum");
    }

    private PgBackupException Corrupt(int index, string what, Exception? cause = null)
    {
        var segment = manifest.Segments[index];
        return new PgBackupException(
            PgBackupErrorCodes.ArtifactCorrupt,
            $"Backup '{manifest.Backup.Id}' is damaged: segment {index} ({Describe(index)}), {segment.Length} bytes from "
            + $"{segment.Offset}, {what}. "
            + "Copy the artifact again, or use another backup.",
            cause)
        {
            BackupId = manifest.Backup.Id,
        };
    }

    private string Describe(int index)
    {
        var entry = manifest.Entries.FirstOrDefault(e => e.Table?.Segments.Contains(index) == true);
        return entry is null ? "definitions" : $"rows of {Sql.Qualified(entry.Schema, entry.Name)}";
    }

    // Neighbours are read in one go.
    private static IEnumerable<(int First, int Last)> Runs(IEnumerable<int> ordered)
    {
        (int First, int Last)? run = null;
        foreach (var index in ordered)
        {
            if (run is { } current && index == current.Last + 1)
            {
                run = (current.First, index);
                continue;
            }

            if (run is { } finished)
                yield return finished;
            run = (index, index);
        }

        if (run is { } last)
            yield return last;
    }
}
