using PgBackup.Formats;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Runs the statements of entries, as far as the settings and the target let them.</summary>
internal sealed class EntryRestorer(
    ContentReader content, RestoreSettings settings, InternalPlan plan, StatementExecutor executor,
    KeptSequences sequences, RestoreNotes notes)
{
    private Dictionary<int, string> RelationNames => field ??= plan.Entries.Select(e => e.Entry)
        .Where(EntrySelection.IsRelation).ToDictionary(e => e.Id, e => e.Name);

    /// <summary>Tells whether something is left out that an entry needs; then the entry is left out as well.</summary>
    public bool LacksWhatItNeeds(BackupEntry entry)
    {
        if (notes.FindLackOf(entry) is not { } needed)
            return false;
        if (notes.LeaveOut(entry, EntryTitle.Of(entry)))
            notes.Warn($"{EntryTitle.Of(entry)}: left out, because it needs {needed}, which is left out.");
        return true;
    }

    /// <summary>Runs the statements of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isUnproven">Whether it is a foreign key that <see cref="ProveAsync"/> is to prove later.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public async Task RestoreAsync(BackupEntry entry, bool isUnproven, CancellationToken cancellationToken)
    {
        if (LacksWhatItNeeds(entry))
            return;
        if (entry.Kind == ObjectKind.LargeObject.Name() && plan.Target.HasLargeObjects && entry.Drop is { } drop)
            await executor.AddAsync(drop, "large objects", cancellationToken).ConfigureAwait(false);
        var what = EntryTitle.Of(entry);
        var made = new List<string>();
        var tolerated = new List<string>();
        var (isPart, canBeUnproven) = (false, false);
        for (var i = 0; i < entry.Statements.Count; i++)
        {
            var location = entry.Statements[i];
            if (IsSkipped(location.Role))
                continue;
            if (await StatementAsync(entry, i, cancellationToken).ConfigureAwait(false) is not { } statement)
                continue;
            if (location.Role == StatementRole.Password)
            {
                await executor.RunSecretAsync(statement, what, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (IsTolerated(location.Role))
            {
                tolerated.Add(statement);
                continue;
            }

            if (entry.Kind == ObjectKind.SequenceSet.Name() && plan.FindKeptSequence(entry) is { } sequence)
            {
                await sequences.SetAsync(sequence, statement, cancellationToken).ConfigureAwait(false);
                continue;
            }

            isPart = true;
            canBeUnproven |= CanBeUnproven(entry, statement);
            var adapted = Adapt(entry, statement, isUnproven);
            if (MayBeForbidden(entry))
                made.Add(adapted);
            else
                await executor.AddAsync(adapted, what, canBeUnproven, cancellationToken).ConfigureAwait(false);
        }

        if (made.Count > 0 && !await executor.TryMakeAsync(made, what, canBeUnproven, cancellationToken).ConfigureAwait(false))
        {
            notes.LeaveOut(entry, what);
            return;
        }

        await executor.TryAsync(tolerated, what, isPart, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Proves a foreign key that was made unproven, unless the backup has it so.</summary>
    public async Task ProveAsync(BackupEntry key, BackupEntry table, CancellationToken cancellationToken)
    {
        if (notes.IsLeftOut(key) || await StatementAsync(key, 0, cancellationToken).ConfigureAwait(false) is not { } statement
            || ForeignKeyText.NotValid(statement) == statement)
            return;
        await executor.AddAsync(
            $"ALTER TABLE ONLY {Sql.Qualified(table.Schema, table.Name)} VALIDATE CONSTRAINT {Sql.Identifier(key.Name)}",
            EntryTitle.Of(key),
            canBeUnproven: true,
            cancellationToken).ConfigureAwait(false);
    }

    private bool MayBeForbidden(BackupEntry entry) =>
        settings.SkipForbidden && !plan.Target.Server.IsSuperuser && entry.Section != BackupSection.Data;

    private bool IsSkipped(StatementRole role) => role switch
    {
        StatementRole.Owner => settings.Owners == RestoreOwnership.Skip,
        StatementRole.Privilege => settings.Privileges == RestoreOwnership.Skip,
        _ => false,
    };

    // Roles may be missing, and only a superuser may do all that a superuser's backup says.
    private bool IsTolerated(StatementRole role) => !settings.Strict && role switch
    {
        StatementRole.Privilege => settings.Privileges == RestoreOwnership.Keep,
        StatementRole.Owner => settings.Owners == RestoreOwnership.Keep && !plan.Target.Server.IsSuperuser,
        // A newer major may not know the parameter any more, and some are for superusers to set.
        StatementRole.Setting => true,
        StatementRole.Comment or StatementRole.SecurityLabel or StatementRole.Tablespace => !plan.Target.Server.IsSuperuser,
        _ => false,
    };

    private bool CanBeUnproven(BackupEntry entry, string statement) =>
        entry.Kind == ObjectKind.ForeignKey.Name() && !settings.SkipConstraints && !IsOfPartitionedTable(statement);

    private string Adapt(BackupEntry entry, string statement, bool isUnproven)
    {
        if (entry.Kind != ObjectKind.ForeignKey.Name() || IsOfPartitionedTable(statement))
            return statement;
        if (!settings.SkipConstraints)
            return isUnproven ? ForeignKeyText.NotValid(statement) : statement;
        var table = entry.Relation is { } relation ? RelationNames.GetValueOrDefault(relation) : null;
        notes.AddUnvalidated(new ConstraintName(entry.Schema!, table ?? "", entry.Name));
        return ForeignKeyText.NotValid(statement);
    }

    private async ValueTask<string?> StatementAsync(BackupEntry entry, int index, CancellationToken cancellationToken) =>
        plan.Changes.TryGet(entry, index, out var change)
            ? change
            : settings.RoleMap.Apply(await content.ReadStatementAsync(entry.Statements[index], cancellationToken).ConfigureAwait(false));

    // Servers before 18 have no NOT VALID for those, and newer ones are used alike; written without ONLY.
    private static bool IsOfPartitionedTable(string statement) => !statement.StartsWith("ALTER TABLE ONLY ", StringComparison.Ordinal);
}
