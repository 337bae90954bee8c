namespace PgBackup;

/// <summary>A file of a store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="ModifiedAt">When it was completed.</param>
public readonly record struct StoredFile(string Name, long Length, DateTimeOffset ModifiedAt);
