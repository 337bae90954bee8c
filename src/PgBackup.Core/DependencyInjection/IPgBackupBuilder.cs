using Microsoft.Extensions.DependencyInjection;

namespace PgBackup;

/// <summary>Adds to what <c>AddPgBackup()</c> registered. <c>Use…</c> chooses one, the last call wins; <c>Add…</c> adds one more.</summary>
public interface IPgBackupBuilder
{
    /// <summary>Gets the services of the host.</summary>
    IServiceCollection Services { get; }
}
