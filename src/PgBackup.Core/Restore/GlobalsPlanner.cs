using PgBackup.Postgres;
using PgBackup.Schema;
using PgBackup.Selection;

namespace PgBackup.Restore;

/// <summary>Plans what concerns the server and the database as a whole: roles, properties of the database, and whether the two databases
/// match.</summary>
internal sealed class GlobalsPlanner(BackupManifest manifest, RestoreSettings settings, TargetDatabase target)
{
    private const int NamedAtMost = 10;

    private readonly List<string> _missingRoles = [];
    private readonly List<RestoreConflict> _conflicts = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<RestoreConflict> Conflicts => _conflicts;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Decides on an entry of the roles or of the database; those that it depends on have been decided on before.</summary>
    public RestoreAction Decide(BackupEntry entry, Func<int, bool> isCreated)
    {
        if (entry.Section == BackupSection.Database)
            return RestoreAction.Alter;
        if (entry.Kind == ObjectKind.Role.Name())
        {
            if (target.HasRole(entry.Name))
                return RestoreAction.Keep;
            target.AddRole(entry.Name);
            _missingRoles.Add(entry.Name);
            return RestoreAction.Create;
        }

        // What exists stays as it is, and so do its settings, and its memberships in roles that exist.
        if (entry.Dependencies.Count > 0)
            return entry.Dependencies.Any(isCreated) ? RestoreAction.Create : RestoreAction.Keep;
        return RestoreAction.Alter;
    }

    /// <summary>Checks what is asked for against what the backup holds and the restoring role may do; after all decisions.</summary>
    public void Check()
    {
        var roles = manifest.Entries.Count(e => e.Kind == ObjectKind.Role.Name());
        CheckContent(
            BackupSection.Roles, nameof(RestoreOptions.Roles), settings.Roles,
            $"{roles} roles, with what belongs to them",
            "makes those that the server lacks");
        CheckContent(
            BackupSection.Database, nameof(RestoreOptions.DatabaseProperties), settings.DatabaseProperties,
            "properties of the database itself",
            "sets them");
        CheckRights();
        if (manifest.Database is { } source)
            Compare(source, target.Facts);
    }

    private void CheckContent(BackupSection section, string option, bool isAskedFor, string held, string effect)
    {
        var isHeld = manifest.Entries.Any(e => e.Section == section);
        if (isAskedFor && !isHeld)
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.NotInBackup,
                manifest.Backup.Id,
                $"Backup '{manifest.Backup.Id}' was made without {option}, so that they cannot be restored from it. "
                + "Leave the option out, or use another backup."));
        }

        // Who restores some tables, or rows alone, does not expect more.
        if (!isAskedFor && isHeld && settings.Tables.Count == 0 && !settings.DataOnly)
            _warnings.Add($"The backup holds {held}, which this restore leaves out: {option} {effect}.");
    }

    private void CheckRights()
    {
        var role = Sql.Identifier(target.Server.Role);
        if (_missingRoles.Count > 0 && !target.MayCreateRoles)
        {
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.PermissionDenied,
                role,
                $"Role {role} may not create roles, and the server lacks {Name(_missingRoles)}. ALTER ROLE {role} CREATEROLE, restore as "
                + "a superuser, create them beforehand, or restore without Roles."));
        }

        if (settings.DatabaseProperties && !target.MayActFor(target.DatabaseOwner))
        {
            var (database, owner) = (Sql.Identifier(target.Server.Database), Sql.Identifier(target.DatabaseOwner));
            _conflicts.Add(new RestoreConflict(
                PgBackupErrorCodes.PermissionDenied,
                database,
                $"Role {role} may not alter database {database}, which {owner} owns. Restore as {owner} or as a superuser, or "
                + "without DatabaseProperties."));
        }
    }

    // Both were decided when the databases were made, and a restore converts text from the one to the other.
    private void Compare(BackupDatabase source, BackupDatabase there)
    {
        var database = Sql.Identifier(target.Server.Database);
        if (source.Encoding != there.Encoding && there.Encoding == CopyEncoding.None)
        {
            _warnings.Add(
                $"Database {database} has no encoding (SQL_ASCII), and the backup comes from {source.Encoding}: text is stored as "
                + "UTF-8, and the server does not know that.");
        }
        else if (source.Encoding != there.Encoding && there.Encoding != "UTF8")
        {
            _warnings.Add($"Database {database} has the encoding {there.Encoding}, and the backup comes from {source.Encoding}: a "
                + $"character that {there.Encoding} lacks makes the restore fail. "
                + $"A database made with ENCODING '{source.Encoding}' holds them all.");
        }
        else if (there.Encoding != source.Encoding && manifest.Entries.Any(e => e.Table is { HasRawText: true }))
        {
            _warnings.Add($"Database {database} has the encoding {there.Encoding}, and the backup comes "
                + $"from a database that has none (SQL_ASCII): text that is not valid in {there.Encoding} makes the restore fail. "
                + "A database made with ENCODING 'SQL_ASCII' takes it as it is.");
        }

        if (Order(source) != Order(there))
        {
            _warnings.Add($"Database {database} sorts text by {Order(there)}, and the one that the backup comes from by {Order(source)}: "
                + "results may come in another order, and text may fall into another range partition.");
        }
    }

    private static string Order(BackupDatabase database)
    {
        var rules = database.IcuRules is null ? "" : $" with rules {database.IcuRules}";
        if (database.LocaleProvider != "libc")
            return $"{database.LocaleProvider} {database.Locale}{rules}";
        var (collate, ctype) = (Locale(database.Collate), Locale(database.CType));
        return collate == ctype ? $"libc {collate}" : $"libc {collate} (letters: {ctype})";
    }

    // One locale goes by several names.
    private static string Locale(string name)
    {
        if (name == "POSIX")
            return "C";
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && name[(dot + 1)..].Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase)
            ? name[..dot] + ".UTF-8"
            : name;
    }

    private static string Name(List<string> roles) => NameList.Write([.. roles.Select(Sql.Identifier)], NamedAtMost);
}
