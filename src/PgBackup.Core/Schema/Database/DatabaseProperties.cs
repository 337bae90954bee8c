using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>What a database itself is like, apart from what it holds: <c>pg_dump --create</c> writes the same.</summary>
internal sealed class DatabaseProperties
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required string Encoding { get; init; }

    /// <summary>Gets who compares strings: libc, ICU or the server itself; libc alone before 15.</summary>
    public required char LocaleProvider { get; init; }

    public required string Collate { get; init; }

    public required string CType { get; init; }

    /// <summary>Gets the locale of a provider other than libc.</summary>
    public required string? Locale { get; init; }

    /// <summary>Gets additional ICU rules (16+).</summary>
    public required string? IcuRules { get; init; }

    /// <summary>Gets the tablespace where it is not the default one.</summary>
    public required string? Tablespace { get; init; }

    /// <summary>Gets how many connections are allowed; -1 for any number.</summary>
    public required int ConnectionLimit { get; init; }

    public required bool IsTemplate { get; init; }

    public required string? Comment { get; init; }

    public List<(string Provider, string Label)> SecurityLabels { get; } = [];

    public List<PrivilegeChange> PrivilegeChanges { get; } = [];

    /// <summary>Gets the settings of each session, in order; with a role, only of that role's sessions.</summary>
    public List<(string? Role, ConfigurationSetting Setting)> Settings { get; } = [];

    /// <summary>Gets the statement that makes a database like this one; it cannot run in a transaction.</summary>
    /// <param name="name">The name of the new database, unquoted.</param>
    /// <param name="server">The version of the server that the statement is for; older ones know fewer options.</param>
    public string CreateStatement(string name, ServerVersion server)
    {
        var text = new StringBuilder($"CREATE DATABASE {Sql.Identifier(name)} WITH TEMPLATE = template0");
        text.Append(" ENCODING = ").Append(Sql.Literal(Encoding));
        if (server.IsAtLeast(15))
            text.Append(" LOCALE_PROVIDER = ").Append(LocaleProvider switch { 'b' => "builtin", 'i' => "icu", _ => "libc" });
        if (Collate == CType)
            text.Append(" LOCALE = ").Append(Sql.Literal(Collate));
        else
            text.Append(" LC_COLLATE = ").Append(Sql.Literal(Collate)).Append(" LC_CTYPE = ").Append(Sql.Literal(CType));
        if (Locale is not null)
            text.Append(LocaleProvider == 'b' ? " BUILTIN_LOCALE = " : " ICU_LOCALE = ").Append(Sql.Literal(Locale));
        if (IcuRules is not null)
            text.Append(" ICU_RULES = ").Append(Sql.Literal(IcuRules));
        if (Tablespace is not null)
            text.Append(" TABLESPACE = ").Append(Sql.Identifier(Tablespace));
        return text.ToString();
    }

    /// <summary>Writes what is set once the database is there. It comes last in a restore: limits apply from then on.</summary>
    /// <param name="name">The name of the database, unquoted.</param>
    /// <param name="statements">Receives the statements.</param>
    public void WriteProperties(string name, StatementList statements)
    {
        var identity = $"DATABASE {Sql.Identifier(name)}";
        statements.Add($"ALTER {identity} OWNER TO {Sql.Identifier(Owner)}", StatementRole.Owner);
        if (Comment is not null)
            statements.Add($"COMMENT ON {identity} IS {Sql.Literal(Comment)}", StatementRole.Comment);
        foreach (var (provider, label) in SecurityLabels)
        {
            statements.Add(
                $"SECURITY LABEL FOR {Sql.Identifier(provider)} ON {identity} IS {Sql.Literal(label)}", StatementRole.SecurityLabel);
        }

        foreach (var (role, setting) in Settings)
        {
            statements.Add(role is null
                ? $"ALTER {identity} {setting.SetClause}"
                : $"ALTER ROLE {Sql.Identifier(role)} IN {identity} {setting.SetClause}");
        }

        foreach (var statement in PrivilegeStatements.Write(identity, PrivilegeChanges))
            statements.Add(statement.Text, statement.Role);
        if (ConnectionLimit != -1)
            statements.Add($"ALTER {identity} CONNECTION LIMIT = {ConnectionLimit.ToString(CultureInfo.InvariantCulture)}");
        if (IsTemplate)
            statements.Add($"ALTER {identity} IS_TEMPLATE = true");
    }
}
