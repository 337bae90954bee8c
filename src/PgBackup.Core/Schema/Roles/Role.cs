using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A role of the server.</summary>
internal sealed class Role
{
    public required string Name { get; init; }

    public required bool IsSuperuser { get; init; }

    public required bool Inherits { get; init; }

    public required bool CanCreateRoles { get; init; }

    public required bool CanCreateDatabases { get; init; }

    public required bool CanLogin { get; init; }

    public required bool CanReplicate { get; init; }

    public required bool BypassesRowSecurity { get; init; }

    /// <summary>Gets how many connections are allowed; -1 for any number.</summary>
    public required int ConnectionLimit { get; init; }

    /// <summary>Gets the password as the server stores it; null where there is none, or none is asked for.</summary>
    public required string? Password { get; init; }

    /// <summary>Gets when the password expires, as the server writes it.</summary>
    public required string? ValidUntil { get; init; }

    public required string? Comment { get; init; }

    public List<(string Provider, string Label)> SecurityLabels { get; } = [];

    /// <summary>Gets the settings of each of the role's sessions, in order.</summary>
    public List<ConfigurationSetting> Settings { get; } = [];

    public string Identity => $"ROLE {Sql.Identifier(Name)}";

    /// <summary>Writes the statements that make the role, where there is none of its name.</summary>
    public void WriteDefinition(StatementList statements)
    {
        statements.Add(GuardedStatement.CreateRole(Name, CreateStatement()));
        AddAttribute(IsSuperuser, "SUPERUSER");
        AddAttribute(CanCreateRoles, "CREATEROLE");
        AddAttribute(CanCreateDatabases, "CREATEDB");
        AddAttribute(CanReplicate, "REPLICATION");
        AddAttribute(BypassesRowSecurity, "BYPASSRLS");
        if (Comment is not null)
            Add($"COMMENT ON {Identity}", $" IS {Sql.Literal(Comment)}", StatementRole.Comment);
        foreach (var (provider, label) in SecurityLabels)
            Add($"SECURITY LABEL FOR {Sql.Identifier(provider)} ON {Identity}", $" IS {Sql.Literal(label)}", StatementRole.SecurityLabel);
        if (Password is not null)
            Add($"ALTER {Identity} PASSWORD", $" {Sql.Literal(Password)}", StatementRole.Password);

        void AddAttribute(bool has, string attribute)
        {
            if (has)
                Add($"ALTER {Identity} {attribute}", "", StatementRole.Privilege);
        }

        void Add(string subject, string rest, StatementRole role) =>
            statements.Add(GuardedStatement.Write(subject, subject + rest, GuardedStatement.IsMade(Name)), role);
    }

    /// <summary>Writes the settings, which may name other roles.</summary>
    public void WriteSettings(StatementList statements)
    {
        foreach (var setting in Settings)
        {
            var (subject, body) = ($"ALTER {Identity} SET {setting.Name}", $"ALTER {Identity} {setting.SetClause}");
            statements.Add(GuardedStatement.Write(subject, body, GuardedStatement.IsMade(Name)), StatementRole.Setting);
        }
    }

    // Only what differs from a new role's, and nothing that takes a superuser to say: a role with CREATEROLE may run it on every major.
    private string CreateStatement()
    {
        var text = new StringBuilder($"CREATE {Identity}");
        if (!Inherits)
            text.Append(" NOINHERIT");
        if (CanLogin)
            text.Append(" LOGIN");
        if (ConnectionLimit != -1)
            text.Append(" CONNECTION LIMIT ").Append(ConnectionLimit.ToString(CultureInfo.InvariantCulture));
        if (ValidUntil is not null)
            text.Append(" VALID UNTIL ").Append(Sql.Literal(ValidUntil));
        return text.ToString();
    }
}
