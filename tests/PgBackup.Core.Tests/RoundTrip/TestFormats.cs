using PgBackup.CustomFormat;
using PgBackup.Formats;

namespace PgBackup.Tests.RoundTrip;

/// <summary>The formats of the library, and that of the sample, which must do all that they do.</summary>
internal static class TestFormats
{
    public static IReadOnlyList<IBackupFormat> All { get; } = [new SqlFormat(), new JsonFormat(), new CsvFormat(), new NdjsonFormat()];

    public static IBackupFormat Find(string name) => All.Single(f => f.Name == name);
}
