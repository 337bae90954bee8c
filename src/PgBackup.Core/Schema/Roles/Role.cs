using System.Globalization;
using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A role of the server, without its password: nothing that a backup holds lets anybody in.</summary>
internal sealed class Role
{
    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether it is the superuser that every server has, whatever its name.</summary>
    public required bool IsBootstrap { get; init; }

    public required bool IsSuperuser { get; init; }

    public required bool Inherits { get; init; }

    public required bool CanCreateRoles { get; init; }

    public required bool CanCreateDatabases { get; init; }

    public required bool CanLogin { get; init; }

    public required bool CanReplicate { get; init; }

    public required bool BypassesRowSecurity { get; init; }

    /// <summary>Gets how many connections are allowed; -1 for any number.</summary>
    public required int ConnectionLimit { get; init; }

    /// <summary>Gets when the password expires, as the server writes it.</summary>
    public required string? ValidUntil { get; init; }

    public required string? Comment { get; init; }

    public List<(string Provider, string Label)> SecurityLabels { get; } = [];

    /// <summary>Gets the settings of each of the role's sessions, in order.</summary>
    public List<ConfigurationSetting> Settings { get; } = [];

    public string CreateStatement => $"CREATE ROLE {Sql.Identifier(Name)}";

    /// <summary>Writes what the role may do, to a role that exists.</summary>
    public void WriteProperties(StatementList statements)
    {
        var identity = $"ROLE {Sql.Identifier(Name)}";
        var text = new StringBuilder($"ALTER {identity} WITH");
        Append(IsSuperuser, "SUPERUSER");
        Append(Inherits, "INHERIT");
        Append(CanCreateRoles, "CREATEROLE");
        Append(CanCreateDatabases, "CREATEDB");
        Append(CanLogin, "LOGIN");
        Append(CanReplicate, "REPLICATION");
        Append(BypassesRowSecurity, "BYPASSRLS");
        if (ConnectionLimit != -1)
            text.Append(" CONNECTION LIMIT ").Append(ConnectionLimit.ToString(CultureInfo.InvariantCulture));
        if (ValidUntil is not null)
            text.Append(" VALID UNTIL ").Append(Sql.Literal(ValidUntil));
        statements.Add(text.ToString());

        if (Comment is not null)
            statements.Add($"COMMENT ON {identity} IS {Sql.Literal(Comment)}", StatementRole.Comment);
        foreach (var (provider, label) in SecurityLabels)
        {
            statements.Add(
                $"SECURITY LABEL FOR {Sql.Identifier(provider)} ON {identity} IS {Sql.Literal(label)}", StatementRole.SecurityLabel);
        }

        foreach (var setting in Settings)
            statements.Add($"ALTER {identity} {setting.SetClause}");

        void Append(bool has, string attribute) => text.Append(has ? " " : " NO").Append(attribute);
    }
}
