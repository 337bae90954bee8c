using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A role's membership in another one.</summary>
internal sealed class RoleMembership
{
    public required string Role { get; init; }

    public required string Member { get; init; }

    /// <summary>Gets the role that granted it; null for the bootstrap superuser, whose name may be another one elsewhere, and before 16,
    /// where it does not matter.</summary>
    public required string? Grantor { get; init; }

    public required bool IsAdmin { get; init; }

    /// <summary>Gets a value indicating whether the member has the role's privileges as its own; null before 16:
    /// the member's own attribute decides there.</summary>
    public required bool? Inherits { get; init; }

    /// <summary>Gets a value indicating whether the member may <c>SET ROLE</c>; null before 16, where every member may.</summary>
    public required bool? MaySet { get; init; }

    /// <summary>Gets the statement that grants it, where one of the two roles was made by this very restore or script.</summary>
    public string Statement => GuardedStatement.Write($"GRANT {Sql.Identifier(Role)} TO {Sql.Identifier(Member)}", Grant, Condition);

    /// <summary>Gets the statement that takes it back.</summary>
    public string RevokeStatement => $"REVOKE {Sql.Identifier(Role)} FROM {Sql.Identifier(Member)}{GrantedBy}";

    private string Grant
    {
        get
        {
            var options = new List<string>();
            if (IsAdmin)
                options.Add("ADMIN OPTION");
            if (Inherits is { } inherits)
                options.Add($"INHERIT {(inherits ? "TRUE" : "FALSE")}");
            if (MaySet == false)
                options.Add("SET FALSE");

            var text = new StringBuilder($"GRANT {Sql.Identifier(Role)} TO {Sql.Identifier(Member)}");
            if (options.Count > 0)
                text.Append(" WITH ").AppendJoin(", ", options);
            return text.Append(GrantedBy).ToString();
        }
    }

    // Since 16 a role that is not superuser has ADMIN OPTION on each role that it makes, and cannot give it to itself again.
    private string Condition => Grantor is null && IsAdmin && Inherits == false && MaySet == false
        ? $"""
          ({GuardedStatement.IsMade(Role, Member)}) AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_auth_members m
                JOIN pg_catalog.pg_roles r ON r.oid = m.roleid AND r.rolname = {Sql.Literal(Role)}
                JOIN pg_catalog.pg_roles u ON u.oid = m.member AND u.rolname = {Sql.Literal(Member)}
                WHERE m.grantor = 10 AND m.admin_option)
          """
        : GuardedStatement.IsMade(Role, Member);

    private string GrantedBy => Grantor is null ? "" : $" GRANTED BY {Sql.Identifier(Grantor)}";
}
