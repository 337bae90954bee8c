using static PgBackup.Testing.Requirements;

namespace PgBackup.Testing;

/// <summary>Tests whether a store keeps what the library relies on. Call it from a test of any framework.</summary>
/// <param name="store">The store. The tests write a few megabytes into it, under names of their own, and delete them.</param>
/// <example><code>(await new BackupStoreConformance(new MemoryStore()).RunAsync()).ThrowIfBad();</code></example>
public sealed class BackupStoreConformance(IBackupStore store)
{
    // The names that the library makes, with an id of no real backup.
    private const string Prefix = "19700101-000000-";

    private readonly List<string> _names = [];
    private int _next;

    /// <summary>Tries all requirements.</summary>
    /// <param name="cancellationToken">Stops the tests.</param>
    /// <returns>What was found.</returns>
    public async Task<ConformanceReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var requirements = new Requirements();
        requirements.Try("has a description", () => Require(!string.IsNullOrWhiteSpace(store.Description), "it is empty"));
        (string Requirement, Func<CancellationToken, Task> Check)[] checks =
        [
            ("a completed file is read as it was written", ReadsBackAsync),
            ("a completed file is listed with its length and time", ListsAsync),
            ("any range of a file is read", ReadsRangesAsync),
            ("a range that goes beyond the file ends with it", EndsWithTheFileAsync),
            ("a file is invisible until it is completed", IsInvisibleAsync),
            ("a write that is not completed leaves nothing", DiscardsAsync),
            ("reading a missing file throws FileNotFoundException", RefusesMissingAsync),
            ("deleting tells whether the file was there", DeletesAsync),
            ("names that differ in one part are different files", KeepsNamesApartAsync),
            ("files are written and read at the same time", WorksInParallelAsync),
            ("cleaning up spares complete files and running writes", CleansUpAsync),
        ];
        foreach (var (requirement, check) in checks)
            await requirements.TryAsync(requirement, () => check(cancellationToken)).ConfigureAwait(false);

        foreach (var name in _names)
            await store.DeleteAsync(name, CancellationToken.None).ConfigureAwait(false);
        return new ConformanceReport(store.Description, requirements.Results);
    }

    private async Task ReadsBackAsync(CancellationToken cancellationToken)
    {
        foreach (var length in new[] { 1, 4096, 3_000_001 })
        {
            var (name, content) = await WriteAsync(length, cancellationToken).ConfigureAwait(false);
            var read = await ReadAsync(name, 0, null, cancellationToken).ConfigureAwait(false);
            Require(read.AsSpan().SequenceEqual(content), $"a file of {length} bytes came back with {read.Length} bytes, or others");
        }
    }

    private async Task ListsAsync(CancellationToken cancellationToken)
    {
        var before = DateTimeOffset.UtcNow;
        var (name, content) = await WriteAsync(1234, cancellationToken).ConfigureAwait(false);
        var found = await store.ListAsync(cancellationToken)
            .Where(f => f.Name == name)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        Require(found.Count == 1, $"it is listed {found.Count} times");
        Require(found[0].Length == content.Length, $"its length is {found[0].Length} instead of {content.Length}");
        // The age of files decides what is cleaned up. Clocks may differ a little.
        Require(
            (found[0].ModifiedAt - before).Duration() < TimeSpan.FromMinutes(10),
            $"its time is {found[0].ModifiedAt:u}, and it was just written");
    }

    private async Task ReadsRangesAsync(CancellationToken cancellationToken)
    {
        var (name, content) = await WriteAsync(100_000, cancellationToken).ConfigureAwait(false);
        (int, int?)[] ranges = [(0, 1), (1, 99_998), (99_999, 1), (65_536, 1000), (5, null), (99_999, null), (0, 100_000)];
        foreach (var (offset, length) in ranges)
        {
            var read = await ReadAsync(name, offset, length, cancellationToken).ConfigureAwait(false);
            Require(
                read.AsSpan().SequenceEqual(content.AsSpan(offset, length ?? (content.Length - offset))),
                $"{length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"} bytes from {offset} "
                + $"came back as {read.Length} bytes, or others");
        }
    }

    private async Task EndsWithTheFileAsync(CancellationToken cancellationToken)
    {
        var (name, content) = await WriteAsync(1000, cancellationToken).ConfigureAwait(false);
        foreach (var (offset, length) in new (int, int?)[] { (900, 200), (1000, 10), (1000, null), (5000, 10) })
        {
            var read = await ReadAsync(name, offset, length, cancellationToken).ConfigureAwait(false);
            Require(
                read.AsSpan().SequenceEqual(content.AsSpan(Math.Min(offset, content.Length))),
                $"{length} bytes from {offset} of {content.Length} came back as {read.Length} bytes, or others");
        }
    }

    private async Task IsInvisibleAsync(CancellationToken cancellationToken)
    {
        var name = NextName();
        var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            await write.Content.WriteAsync(Content(200_000), cancellationToken).ConfigureAwait(false);
            Require(!await IsListedAsync(name, cancellationToken).ConfigureAwait(false), "it is listed while it is written");
            await RequireMissingAsync(name, cancellationToken).ConfigureAwait(false);
            await write.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        Require(await IsListedAsync(name, cancellationToken).ConfigureAwait(false), "it is not listed when it is completed");
    }

    private async Task DiscardsAsync(CancellationToken cancellationToken)
    {
        var name = NextName();
        var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
            await write.Content.WriteAsync(Content(200_000), cancellationToken).ConfigureAwait(false);

        Require(!await IsListedAsync(name, cancellationToken).ConfigureAwait(false), "it is listed");
        await RequireMissingAsync(name, cancellationToken).ConfigureAwait(false);
        await WriteAsync(name, Content(10), cancellationToken).ConfigureAwait(false);
        var read = await ReadAsync(name, 0, null, cancellationToken).ConfigureAwait(false);
        Require(read.Length == 10, "the name could not be used again");
    }

    private Task RefusesMissingAsync(CancellationToken cancellationToken) => RequireMissingAsync(NextName(), cancellationToken);

    private async Task DeletesAsync(CancellationToken cancellationToken)
    {
        var (name, _) = await WriteAsync(10, cancellationToken).ConfigureAwait(false);
        Require(await store.DeleteAsync(name, cancellationToken).ConfigureAwait(false), "it says that a file that is there was not");
        Require(!await IsListedAsync(name, cancellationToken).ConfigureAwait(false), "a deleted file is listed");
        Require(!await store.DeleteAsync(name, cancellationToken).ConfigureAwait(false), "it says that a file that is gone was there");
    }

    // As the marks of backups are called, which have no other content that counts.
    private async Task KeepsNamesApartAsync(CancellationToken cancellationToken)
    {
        List<string> names = [NameOf("verified-structure"), NameOf("pinned")];
        foreach (var name in names)
        {
            lock (_names)
                _names.Add(name);
            await WriteAsync(name, Content(50), cancellationToken).ConfigureAwait(false);
        }

        foreach (var name in names)
            Require(await IsListedAsync(name, cancellationToken).ConfigureAwait(false), $"'{name}' is not listed by its name");
        await store.DeleteAsync(names[0], cancellationToken).ConfigureAwait(false);
        Require(!await IsListedAsync(names[0], cancellationToken).ConfigureAwait(false), "the one that was deleted is listed");
        Require(await IsListedAsync(names[1], cancellationToken).ConfigureAwait(false), "the deletion of one took the other along");

        static string NameOf(string mark) => $"{Prefix}ffffffff.{mark}.19700101-000000000-00000000.mark.json";
    }

    private async Task WorksInParallelAsync(CancellationToken cancellationToken)
    {
        var written = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => WriteAsync(100_000 + i, cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(written.Concat(written).Select(async file =>
        {
            var read = await ReadAsync(file.Name, 0, null, cancellationToken).ConfigureAwait(false);
            Require(read.AsSpan().SequenceEqual(file.Content), "files written or read at the same time got mixed up");
        })).ConfigureAwait(false);
    }

    private async Task CleansUpAsync(CancellationToken cancellationToken)
    {
        var (complete, _) = await WriteAsync(10, cancellationToken).ConfigureAwait(false);
        var name = NextName();
        var content = Content(50_000);
        var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            await write.Content.WriteAsync(content.AsMemory(0, 20_000), cancellationToken).ConfigureAwait(false);
            await store.CleanUpAsync(cancellationToken).ConfigureAwait(false);
            await write.Content.WriteAsync(content.AsMemory(20_000), cancellationToken).ConfigureAwait(false);
            await write.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        Require(await IsListedAsync(complete, cancellationToken).ConfigureAwait(false), "a complete file is gone");
        var read = await ReadAsync(name, 0, null, cancellationToken).ConfigureAwait(false);
        Require(read.AsSpan().SequenceEqual(content), "a file that was being written is damaged");
    }

    private async Task RequireMissingAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await store.OpenReadAsync(name, 0, null, cancellationToken).ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        throw new ConformanceException("it can be opened");
    }

    private async Task<(string Name, byte[] Content)> WriteAsync(int length, CancellationToken cancellationToken)
    {
        var name = NextName();
        var content = Content(length);
        await WriteAsync(name, content, cancellationToken).ConfigureAwait(false);
        return (name, content);
    }

    // In odd pieces, as compressed blocks come.
    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var write = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (write.ConfigureAwait(false))
        {
            for (var (offset, piece) = (0, 1); offset < content.Length; offset += piece, piece = (piece * 3) + 1)
            {
                var part = content.AsMemory(offset, Math.Min(piece, content.Length - offset));
                await write.Content.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            }

            await write.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<byte[]> ReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(name, offset, length, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
    }

    private ValueTask<bool> IsListedAsync(string name, CancellationToken cancellationToken) =>
        store.ListAsync(cancellationToken).AnyAsync(f => f.Name == name, cancellationToken);

    private string NextName()
    {
        var name = $"{Prefix}{Interlocked.Increment(ref _next):x8}.sql.gz";
        lock (_names)
            _names.Add(name);
        return name;
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
