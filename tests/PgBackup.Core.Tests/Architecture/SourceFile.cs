using PgBackup.Tests.Documents;

namespace PgBackup.Tests.Architecture;

/// <summary>A file of C#.</summary>
/// <param name="Path">From the root of the repository.</param>
/// <param name="Folder">Within its project, with slashes; empty for the project itself.</param>
/// <param name="Lines">What it holds.</param>
internal sealed record SourceFile(string Path, string Folder, string[] Lines)
{
    private const string NamespaceKeyword = "namespace ";
    private const string UsingKeyword = "using ";

    /// <summary>Gets the type that the file is named after; the parts of a partial one have names behind a point.</summary>
    public string TypeName { get; } = System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Gets the namespace; null for top-level statements.</summary>
    public string? Namespace { get; } =
        Array.Find(Lines, l => l.StartsWith(NamespaceKeyword, StringComparison.Ordinal))?[NamespaceKeyword.Length..].TrimEnd(';');

    /// <summary>Gets the namespaces that the file imports.</summary>
    public IEnumerable<string> Usings => Lines
        .TakeWhile(l => !l.StartsWith(NamespaceKeyword, StringComparison.Ordinal))
        .Where(l => l.StartsWith(UsingKeyword, StringComparison.Ordinal))
        .Select(l => l[UsingKeyword.Length..].TrimEnd(';').Split(' ')[^1]);

    /// <summary>Gets the room: the first folder.</summary>
    public string Room => Folder.Length == 0 ? Rooms.Root : Folder.Split('/')[0];

    /// <summary>Reads the files of a project, without what the build makes.</summary>
    public static List<SourceFile> Of(string project) =>
    [
        .. Repository.FindAll(project, "*.cs").Select(path =>
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetRelativePath(project, path))!;
            return new SourceFile(path, folder.Replace('\\', '/'), Repository.ReadFile(path).Split('\n'));
        }),
    ];
}
