using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A role's membership in another one.</summary>
internal sealed class RoleMembership
{
    public required string Role { get; init; }

    public required string Member { get; init; }

    /// <summary>Gets the role that granted it; null for the bootstrap superuser, and before 16, where it does not matter.</summary>
    public required string? Grantor { get; init; }

    public required bool IsAdmin { get; init; }

    /// <summary>Gets a value indicating whether the member has the role's privileges as its own; null before 16:
    /// the member's own attribute decides there.</summary>
    public required bool? Inherits { get; init; }

    /// <summary>Gets a value indicating whether the member may <c>SET ROLE</c>; null before 16, where every member may.</summary>
    public required bool? MaySet { get; init; }

    public string Statement
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
            if (Grantor is not null)
                text.Append(" GRANTED BY ").Append(Sql.Identifier(Grantor));
            return text.ToString();
        }
    }
}
