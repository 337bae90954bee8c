namespace PgBackup;

/// <summary>What is decided about a database when it is made, and cannot be altered (or not within a transaction) afterwards.</summary>
public sealed record BackupDatabase
{
    /// <summary>Gets the encoding, for instance <c>UTF8</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>Gets who compares strings: <c>libc</c>, <c>icu</c> or <c>builtin</c>.</summary>
    public required string LocaleProvider { get; init; }

    /// <summary>Gets <c>LC_COLLATE</c>.</summary>
    public required string Collate { get; init; }

    /// <summary>Gets <c>LC_CTYPE</c>.</summary>
    public required string CType { get; init; }

    /// <summary>Gets the locale of a provider other than libc.</summary>
    public string? Locale { get; init; }

    /// <summary>Gets additional rules of ICU.</summary>
    public string? IcuRules { get; init; }

    /// <summary>Gets the version of the provider's collation that the database was made with, where the server knows it.</summary>
    public string? CollationVersion { get; init; }

    /// <summary>Gets the tablespace where it is not the default one.</summary>
    public string? Tablespace { get; init; }
}
