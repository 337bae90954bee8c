namespace PgBackup.Archive;

/// <summary>The part of a manifest that says how to read the rest.</summary>
internal sealed record ManifestVersion(int Version);
