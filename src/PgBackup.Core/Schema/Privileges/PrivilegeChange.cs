namespace PgBackup.Schema;

/// <summary>One GRANT or REVOKE that leads from the privileges an object is made with to those it has.</summary>
/// <param name="IsGrant">Whether the privileges are granted; revoked otherwise.</param>
/// <param name="Privileges">The privileges, for instance <c>SELECT</c>.</param>
/// <param name="Column">The column they are limited to, unquoted; null for the whole object.</param>
/// <param name="Grantee">The role that has them, unquoted; null for PUBLIC.</param>
/// <param name="Grantor">The role that gave them, unquoted, where that is not the owner; null otherwise.</param>
/// <param name="WithGrantOption">Whether the grantee may pass them on; for a REVOKE, whether only that is taken.</param>
internal sealed record PrivilegeChange(
    bool IsGrant, IReadOnlyList<string> Privileges, string? Column, string? Grantee, string? Grantor, bool WithGrantOption);
