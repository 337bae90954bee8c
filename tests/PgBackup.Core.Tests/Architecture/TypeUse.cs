using Mono.Cecil;

namespace PgBackup.Tests.Architecture;

/// <summary>One top-level type uses another one, in a signature or in a body.</summary>
/// <param name="From">The type that uses.</param>
/// <param name="To">The type that is used, of this assembly or another one.</param>
internal sealed record TypeUse(string From, string To)
{
    /// <summary>Reads all uses out of a compiled assembly.</summary>
    public static List<TypeUse> In(ModuleDefinition module)
    {
        List<TypeUse> uses = [];
        foreach (var type in module.Types)
        {
            var references = new TypeReferences();
            references.AddDefinition(type);
            uses.AddRange(references.Names.Where(name => name != NameOf(type)).Select(name => new TypeUse(NameOf(type), name)));
        }

        return uses;
    }

    /// <summary>Names a top-level type as source code does, without the number of its type parameters.</summary>
    public static string NameOf(TypeReference type) =>
        type.DeclaringType is { } outer ? NameOf(outer) : type.FullName.Split('`')[0];
}
