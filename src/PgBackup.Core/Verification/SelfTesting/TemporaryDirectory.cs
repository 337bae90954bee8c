namespace PgBackup.Verification;

/// <summary>A directory that is there for the time of a test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pgbackup-selftest-");

    public string Path => _directory.FullName;

    /// <summary>Removes it with all that it holds.</summary>
    /// <returns>What was done, in words.</returns>
    public string Remove()
    {
        _directory.Delete(recursive: true);
        return "The backups, databases and the temporary directory that were made are gone.";
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            _directory.Delete(recursive: true);
    }
}
