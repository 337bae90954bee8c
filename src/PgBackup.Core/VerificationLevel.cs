namespace PgBackup;

/// <summary>How deep a verification looks.</summary>
public enum VerificationLevel
{
    /// <summary>Reads every byte of the artifact and compares the checksums of the manifest.</summary>
    Checksums,

    /// <summary>Also decodes every segment, compares sizes, row counts and columns, and checks that every statement is exactly one, of a
    /// command that its entry's kind can have, and that entries need only what stands before them.</summary>
    Structure,

    /// <summary>Also restores the backup into a throw-away database on the server of <see cref="PgBackupOptions.ConnectionString"/>,
    /// compares the tables, their row counts and the hashes of their rows (<see cref="BackupOptions.ContentHashes"/>), and drops it. Tables
    /// of extensions are not compared, as their scripts add rows of their own. The role needs <c>CREATEDB</c>.</summary>
    TestRestore,
}
