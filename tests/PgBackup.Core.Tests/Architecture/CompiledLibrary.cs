using Mono.Cecil;

namespace PgBackup.Tests.Architecture;

/// <summary>The library as it was compiled, together with the files it was compiled from.</summary>
internal sealed class CompiledLibrary
{
    private static readonly Lazy<CompiledLibrary> Read = new(() => new CompiledLibrary());

    private readonly Dictionary<string, SourceFile> _fileOf;

    private CompiledLibrary()
    {
        Files = SourceFile.Of("src/PgBackup.Core");
        _fileOf = Files.GroupBy(f => $"{f.Namespace}.{f.TypeName}").ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(
            typeof(IDatabaseBackup).Assembly.Location, new ReaderParameters { AssemblyResolver = resolver });
        Types = module.Types.ToDictionary(TypeUse.NameOf, t => t.IsPublic, StringComparer.Ordinal);
        Uses = TypeUse.In(module);
        InnerUses =
        [
            .. from use in Uses
               where _fileOf.ContainsKey(use.From) && _fileOf.ContainsKey(use.To)
               select (use, _fileOf[use.From], _fileOf[use.To]),
        ];
    }

    /// <summary>Gets the library that these tests run with.</summary>
    public static CompiledLibrary Current => Read.Value;

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>Gets all top-level types, and whether they are public.</summary>
    public IReadOnlyDictionary<string, bool> Types { get; }

    public IReadOnlyList<TypeUse> Uses { get; }

    /// <summary>Gets the uses of types of the library by types of the library.</summary>
    public IReadOnlyList<(TypeUse Use, SourceFile From, SourceFile To)> InnerUses { get; }

    /// <summary>Gets whether a type stands in a file that is named after it.</summary>
    public bool HasFile(string type) => _fileOf.ContainsKey(type);
}
