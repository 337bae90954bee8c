using Npgsql;
using PgBackup.Postgres;
using PgBackup.Schema;

namespace PgBackup.Restore;

/// <summary>Finds the objects that only a superuser may create, where the restoring role is none.</summary>
internal sealed class ForbiddenCheck(TargetDatabase target, LeftOutObjects leftOut) : IStatementCheck
{
    private const string OnlySuperuser = "only a superuser may create it";

    private static readonly HashSet<string> ForSuperusers =
    [
        ObjectKind.AccessMethod.Name(), ObjectKind.OperatorClass.Name(), ObjectKind.OperatorFamily.Name(), ObjectKind.ShellType.Name(),
        ObjectKind.TextSearchParser.Name(), ObjectKind.TextSearchTemplate.Name(), ObjectKind.Language.Name(),
        ObjectKind.PublicationSchema.Name(),
    ];

    // Managed servers let their own administrators do some of what PostgreSQL keeps for superusers, so that the server is asked. Each fails
    // for another reason where it is allowed, and is undone.
    private static readonly Dictionary<string, string> Trials = new()
    {
        [ObjectKind.ForeignDataWrapper.Name()] = "CREATE FOREIGN DATA WRAPPER pgbackup_trial",
        [ObjectKind.EventTrigger.Name()] =
            "CREATE EVENT TRIGGER pgbackup_trial ON ddl_command_end EXECUTE FUNCTION pg_catalog.pgbackup_trial()",
        [ObjectKind.Subscription.Name()] =
            "CREATE SUBSCRIPTION pgbackup_trial CONNECTION 'password=x' PUBLICATION p WITH (connect = false, slot_name = NONE)",
    };

    private readonly Dictionary<string, string> _refused = [];
    private readonly HashSet<string> _untrusted =
    [
        "c", "internal", .. target.Catalog.Objects.OfType<Language>().Where(l => !l.IsTrusted).Select(l => l.Name),
    ];

    /// <summary>Asks the server what the role may create.</summary>
    public async Task AskAsync(NpgsqlConnection connection, IEnumerable<BackupEntry> entries, CancellationToken cancellationToken)
    {
        if (target.Server.IsSuperuser)
            return;
        foreach (var kind in entries.Select(e => e.Kind).Distinct().Where(Trials.ContainsKey))
        {
            if (await Trial.FindRefusalAsync(connection, Trials[kind], cancellationToken).ConfigureAwait(false) is { } refusal)
                _refused.Add(kind, refusal);
        }
    }

    public void See(SurveyedEntry entry)
    {
        if (!target.Server.IsSuperuser && Refusal(entry) is { } reason)
            leftOut.Add(entry.Entry, PgBackupErrorCodes.PermissionDenied, reason);
    }

    public void Complete()
    {
        // Told by what gathers them.
    }

    private string? Refusal(SurveyedEntry entry)
    {
        var kind = entry.Entry.Kind;
        if (entry.Entry.Identity is null)
            return null;
        if (_refused.TryGetValue(kind, out var refusal))
            return refusal;
        if (ForSuperusers.Contains(kind))
            return OnlySuperuser;
        var text = entry.Statements[0].Text;
        if (kind == ObjectKind.Function.Name() || kind == ObjectKind.Procedure.Name())
            return OfFunction(text);
        var isForbidden =
            (kind == ObjectKind.Type.Name() && text.StartsWith("CREATE TYPE ", StringComparison.Ordinal) && Has(text, 1, "INPUT"))
            || (kind == ObjectKind.Cast.Name() && Has(text, 0, "WITHOUT"))
            || (kind == ObjectKind.Publication.Name() && Has(text, 0, "ALL"));
        return isForbidden ? OnlySuperuser : null;
    }

    private string? OfFunction(string text)
    {
        var tokens = SqlTokens.Read(text);
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Depth != 0)
                continue;
            if (tokens[i].Is(text, "LANGUAGE") && tokens[i + 1].Name(text) is var language && _untrusted.Contains(language))
                return $"only a superuser may create functions in language {Sql.Identifier(language)}";
            if (tokens[i].Is(text, "LEAKPROOF"))
                return "only a superuser may create leakproof functions";
        }

        return null;
    }

    private static bool Has(string text, int depth, string word) => SqlTokens.Read(text).Exists(t => t.Depth == depth && t.Is(text, word));
}
