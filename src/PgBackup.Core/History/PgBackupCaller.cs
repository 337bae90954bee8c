namespace PgBackup;

/// <summary>Tells who asks for operations, for the history (<see cref="HistoryRecord.RequestedBy"/>).</summary>
/// <remarks>It is the application's word, and gives nobody any rights.</remarks>
public static class PgBackupCaller
{
    private const int LongestName = 200;

    private static readonly AsyncLocal<string?> Ambient = new();

    /// <summary>Gets who asks in the calling code; null where nobody was named.</summary>
    public static string? Current => Ambient.Value;

    /// <summary>Names the one who asks for what the calling code does from now on, and what it awaits, until the result is
    /// disposed.</summary>
    /// <param name="name">For instance the name of the signed-in user; 1 to 200 characters.</param>
    /// <returns>Ends it: whoever was named before is named again.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    public static IDisposable Use(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName)
            throw new ArgumentException($"The name must have {LongestName} characters at most; it has {name.Length}.", nameof(name));
        var scope = new Scope(Ambient.Value);
        Ambient.Value = name;
        return scope;
    }

    private sealed class Scope(string? previous) : IDisposable
    {
        public void Dispose() => Ambient.Value = previous;
    }
}
