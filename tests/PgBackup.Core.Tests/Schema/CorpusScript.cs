using System.Reflection;
using System.Text;
using PgBackup.Tests.Servers;

namespace PgBackup.Tests.Schema;

/// <summary>The scripts of the folder <c>Corpus</c>, each with objects of one subject in all their variations.</summary>
internal static class CorpusScript
{
    /// <summary>Makes the objects of a corpus, after the roles that they belong to.</summary>
    public static async Task RunAsync(TestDatabase database, string corpus) =>
        await Psql.RunAsync(database, await ReadAsync("Prelude") + await ReadAsync(corpus));

    private static async Task<string> ReadAsync(string name)
    {
        var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"PgBackup.Tests.Schema.Corpus.{name}.sql")
            ?? throw new ArgumentException($"There is no corpus '{name}'.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
