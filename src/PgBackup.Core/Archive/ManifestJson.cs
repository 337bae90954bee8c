using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PgBackup.Archive;

/// <summary>Writes and reads manifests: JSON whose last property is a SHA-256 of all the rest.</summary>
internal static class ManifestJson
{
    /// <summary>What is appended to a backup's id to name its manifest.</summary>
    public const string FileSuffix = ".manifest.json";

    private const string ChecksumProperty = ",\"checksum\":\"";
    private const int ChecksumDigits = 64;
    private const int EntriesTogether = 128;
    private const int PieceBytes = 64 * 1024;
    private const string NotManifest = "it is not the JSON of a manifest";
    private const int PiecesAhead = 2;

    // Of the array of entries, and of the manifest.
    private static readonly byte[] EndOfEntries = "]}"u8.ToArray();

    private static readonly JsonTypeInfo<BackupManifest> Shape = WithoutMarks();

    // , "checksum":"<64 digits>" } and the line feed.
    private static readonly int TailLength = ChecksumProperty.Length + ChecksumDigits + "\"}\n".Length;

    /// <summary>Writes a manifest into a file, piece by piece: that of a large database has tens of megabytes.</summary>
    public static async Task WriteAsync(BackupManifest manifest, Stream file, CancellationToken cancellationToken)
    {
        // Most of it are entries, which are the last property: written by generated code, they take half the time.
        using var body = new ManifestBodyStream(file, EndOfEntries.Length);
        await JsonSerializer.SerializeAsync(body, manifest with { Entries = [] }, Shape, cancellationToken).ConfigureAwait(false);
        if (!body.Held.SequenceEqual(EndOfEntries))
            throw new InvalidOperationException("The entries are not the last property of a manifest.");
        await WriteEntriesAsync(manifest.Entries, body, cancellationToken).ConfigureAwait(false);
        await body.PassAsync(EndOfEntries.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(Encoding.ASCII.GetBytes($"{ChecksumProperty}{body.Checksum()}\"}}\n"), cancellationToken)
            .ConfigureAwait(false);
    }

    // While one piece is stored, the next ones are written, each into the memory of one that has been stored.
    private static async Task WriteEntriesAsync(
        IReadOnlyList<BackupEntry> entries, ManifestBodyStream body, CancellationToken cancellationToken)
    {
        var pieces = new Queue<Task<ArrayBufferWriter<byte>>>();
        var stored = new Stack<ArrayBufferWriter<byte>>();
        for (var start = 0; start < entries.Count || pieces.Count > 0; start += EntriesTogether)
        {
            if (start < entries.Count)
            {
                var (first, end) = (start, Math.Min(start + EntriesTogether, entries.Count));
                var piece = stored.TryPop(out var used) ? used : new ArrayBufferWriter<byte>(PieceBytes);
                pieces.Enqueue(Task.Run(() => WriteEntries(entries, first, end, piece), cancellationToken));
            }

            if (pieces.Count > PiecesAhead || start + EntriesTogether >= entries.Count)
            {
                var written = await pieces.Dequeue().ConfigureAwait(false);
                await body.PassAsync(written.WrittenMemory, cancellationToken).ConfigureAwait(false);
                stored.Push(written);
            }
        }
    }

    private static ArrayBufferWriter<byte> WriteEntries(
        IReadOnlyList<BackupEntry> entries, int first, int end, ArrayBufferWriter<byte> piece)
    {
        piece.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(piece);
        for (var i = first; i < end; i++)
        {
            if (i > 0)
                piece.Write(","u8);
            JsonSerializer.Serialize(writer, entries[i], ManifestJsonContext.Default.BackupEntry);
            writer.Flush();
            writer.Reset();
        }

        return piece;
    }

    /// <summary>Reads a manifest while it comes in: neither its bytes nor its entries are ever in memory twice.</summary>
    /// <param name="backupId">The backup that it is to be of.</param>
    /// <param name="open">Opens the file; once more where it takes the version alone to say what is wrong.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="PgBackupException"><c>manifest_corrupt</c>: edited or truncated. <c>manifest_not_supported</c>: of a newer
    /// library.</exception>
    public static async Task<BackupManifest> ReadAsync(
        string backupId, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await ReadAsync(backupId, open, Shape, cancellationToken).ConfigureAwait(false);
            RequireVersion(backupId, new ManifestVersion(manifest.Version, manifest.LibraryVersion));
            if (manifest.Backup.Id != backupId)
                throw Corrupt(backupId, $"it belongs to backup '{manifest.Backup.Id}'");
            return manifest with { Backup = manifest.Backup with { State = default, Pinned = false, LastVerifiedAt = null } };
        }
        catch (JsonException exception)
        {
            RequireVersion(backupId, await ReadVersionAsync(backupId, open, cancellationToken).ConfigureAwait(false));
            throw Corrupt(backupId, NotManifest, exception);
        }
    }

    // One of a newer version may have another shape.
    private static async Task<ManifestVersion> ReadVersionAsync(
        string backupId, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(backupId, open, ManifestJsonContext.Default.ManifestVersion, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw Corrupt(backupId, NotManifest, exception);
        }
    }

    private static async Task<T> ReadAsync<T>(
        string backupId, Func<CancellationToken, Task<Stream>> open, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var file = await open(cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            using var source = new ManifestSourceStream(file, TailLength);
            try
            {
                var read = await JsonSerializer.DeserializeAsync(source, type, cancellationToken).ConfigureAwait(false);
                RequireWhole(backupId, source);
                return read ?? throw Corrupt(backupId, NotManifest);
            }
            catch (JsonException)
            {
                // Damage is what is told, whatever it does to the JSON.
                await source.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                RequireWhole(backupId, source);
                throw;
            }
        }
    }

    private static void RequireWhole(string backupId, ManifestSourceStream source)
    {
        if (source.Tail.Length < TailLength || !source.Tail.StartsWith(Encoding.ASCII.GetBytes(ChecksumProperty)))
            throw Corrupt(backupId, "it is incomplete");
        var checksum = Encoding.ASCII.GetString(source.Tail.Slice(ChecksumProperty.Length, ChecksumDigits));
        if (!string.Equals(checksum, source.Checksum(), StringComparison.Ordinal))
            throw Corrupt(backupId, "it differs from its checksum");
    }

    private static void RequireVersion(string backupId, ManifestVersion version)
    {
        if (version.Version < 1)
            throw Corrupt(backupId, $"it has version {version.Version}");
        if (version.Version > BackupManifest.CurrentVersion)
            throw NotSupported(backupId, version);
    }

    // What is noted of a backup stands beside the manifest, which is never written again; a manifest cannot claim it.
    private static JsonTypeInfo<BackupManifest> WithoutMarks()
    {
        var resolver = ManifestJsonContext.Default.WithAddedModifier(static type =>
        {
            if (type.Type != typeof(BackupInfo))
                return;
            foreach (var property in type.Properties.Where(p => p.Name is "state" or "pinned" or "lastVerifiedAt"))
                property.ShouldSerialize = static (_, _) => false;
        });
        var options = new JsonSerializerOptions(ManifestJsonContext.Default.Options)
        {
            TypeInfoResolver = resolver,
            Converters = { new SharedTextConverter() },
            DefaultBufferSize = PieceBytes,
        };
        return (JsonTypeInfo<BackupManifest>)options.GetTypeInfo(typeof(BackupManifest));
    }

    private static PgBackupException NotSupported(string backupId, ManifestVersion version) => new(
        PgBackupErrorCodes.ManifestNotSupported,
        $"The manifest of backup '{backupId}' has version {version.Version}, written by PgBackup "
        + $"{version.LibraryVersion ?? "of a newer version"}; this one ({LibraryVersion.Text}) reads up to version "
        + $"{BackupManifest.CurrentVersion}. Update PgBackup to use the backup; it is left as it is.")
    {
        BackupId = backupId,
    };

    private static PgBackupException Corrupt(string backupId, string why, Exception? cause = null) => new(
        PgBackupErrorCodes.ManifestCorrupt,
        $"The manifest of backup '{backupId}' cannot be used: {why}. Copy it again from where it was good; the artifact alone still "
        + "loads with psql.",
        cause)
    {
        BackupId = backupId,
    };
}
