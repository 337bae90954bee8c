namespace PgBackup.Tests.Restore;

/// <summary>Reports on the thread that makes the progress.</summary>
internal sealed class Immediate<T>(Action<T> handler) : IProgress<T>
{
    public void Report(T value) => handler(value);
}
