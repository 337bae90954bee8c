namespace PgBackup.Schema;

/// <summary>One privilege of an access control list, as <c>aclexplode</c> takes it apart.</summary>
internal readonly record struct AccessItem(uint Grantor, uint Grantee, string Privilege, bool IsGrantable)
{
    /// <summary>Reads a row that has the columns of <c>aclexplode</c>.</summary>
    public static AccessItem Read(CatalogRow row) =>
        new(row.Oid("grantor"), row.Oid("grantee"), row.Text("privilege_type"), row.Bool("is_grantable"));
}
