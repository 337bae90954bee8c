using Microsoft.Extensions.Options;

namespace PgBackup.DependencyInjection;

/// <summary>Names the directory of the local store where the options do not.</summary>
internal sealed class DefaultDirectory : IPostConfigureOptions<PgBackupOptions>
{
    public const string Variable = "BACKUP_DIR";

    public const string Fallback = ".backups";

    public void PostConfigure(string? name, PgBackupOptions options)
    {
        if (options.Directory is not null)
            return;
        var variable = Environment.GetEnvironmentVariable(Variable);
        options.Directory = string.IsNullOrWhiteSpace(variable) ? Fallback : variable;
    }
}
