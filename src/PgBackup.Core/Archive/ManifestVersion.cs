namespace PgBackup.Archive;

/// <summary>The part of a manifest that says how to read the rest, and stays the same in all versions.</summary>
internal sealed record ManifestVersion(int Version, string? LibraryVersion);
