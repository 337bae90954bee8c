namespace PgBackup.Schema;

/// <summary>One privilege of an access control list, as <c>aclexplode</c> takes it apart.</summary>
internal readonly record struct AccessItem(uint Grantor, uint Grantee, string Privilege, bool IsGrantable);
