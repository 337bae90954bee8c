using System.Diagnostics.CodeAnalysis;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The entry of an object's definition, with owner, comments and labels. Its text is written anew each time that it is asked for:
/// that of a hundred thousand objects is more than should be in memory at once.</summary>
internal sealed class DefinitionDraft : EntryDraft
{
    private readonly SchemaObject _item;
    private readonly SchemaObject[] _inlineChildren;
    private readonly bool _definesItem;

    [SetsRequiredMembers]
    private DefinitionDraft(SchemaObject item, SchemaObject[] inlineChildren, bool definesItem)
    {
        (_item, _inlineChildren, _definesItem) = (item, inlineChildren, definesItem);
        (Kind, Schema, Name, Owner, Section, Source) = (item.Kind, item.Schema, item.Name, item.Owner, item.Section, item);
        Missing = MissingObjects.Of(item, inlineChildren);
    }

    public override IReadOnlyList<EntryStatement> Statements => Write(_item, _inlineChildren);

    public override string? Identity => _definesItem ? _item.Identity : null;

    public override string? Drop => _item.Parts.HasFlag(ObjectParts.Definition) ? _item.DropStatement : null;

    /// <summary>Returns the entry of <paramref name="item"/>, or null where there is nothing to say of it.</summary>
    /// <param name="item">The object.</param>
    /// <param name="inlineChildren">The objects that are written in it, whose comments come along.</param>
    public static DefinitionDraft? Of(SchemaObject item, SchemaObject[] inlineChildren)
    {
        var isDefined = item.Parts.HasFlag(ObjectParts.Definition);
        if (isDefined && item.AlwaysHasDefinition)
            return new DefinitionDraft(item, inlineChildren, definesItem: true);
        var statements = Write(item, inlineChildren);
        return statements.Count == 0
            ? null
            : new DefinitionDraft(item, inlineChildren, isDefined && statements.Any(s => s.Role == StatementRole.Definition));
    }

    private static IReadOnlyList<EntryStatement> Write(SchemaObject item, SchemaObject[] inlineChildren)
    {
        var statements = new StatementList();
        if (item.Parts.HasFlag(ObjectParts.Definition))
        {
            item.WriteDefinition(statements);
            foreach (var extension in item.DependsOnExtensions)
                statements.Add($"ALTER {item.ExtensionDependencyTarget} DEPENDS ON EXTENSION {Sql.Identifier(extension.Name)}");
        }

        if (item.Parts.HasFlag(ObjectParts.Owner) && item.Owner is { } owner && item.OwnerStatement(owner) is { } ownerStatement)
            statements.Add(ownerStatement, StatementRole.Owner);
        AddAnnotations(item, statements);
        foreach (var child in inlineChildren)
            AddAnnotations(child, statements);
        return statements.Statements;
    }

    private static void AddAnnotations(SchemaObject item, StatementList statements)
    {
        if (item.Parts.HasFlag(ObjectParts.Comment))
        {
            foreach (var (identity, text) in item.Comments)
                statements.Add($"COMMENT ON {identity} IS {Sql.Literal(text)}", StatementRole.Comment);
        }

        if (item.Parts.HasFlag(ObjectParts.SecurityLabel))
        {
            foreach (var (identity, provider, label) in item.SecurityLabels)
                statements.Add(
                    $"SECURITY LABEL FOR {Sql.Identifier(provider)} ON {identity} IS {Sql.Literal(label)}", StatementRole.SecurityLabel);
        }
    }
}
