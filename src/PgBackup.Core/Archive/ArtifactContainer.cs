namespace PgBackup;

/// <summary>What an artifact is as a file.</summary>
public enum ArtifactContainer
{
    /// <summary>One text or document, compressed as a whole: <c>ID.sql.gz</c>.</summary>
    Stream,

    /// <summary>A zip archive of several files, each compressed on its own: <c>ID.zip</c>.</summary>
    Zip,
}
