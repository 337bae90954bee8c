using Microsoft.Extensions.Options;

namespace PgBackup.Tests.DependencyInjection;

/// <summary>A format that reads the options while it is made.</summary>
internal sealed class CuriousFormat(IOptions<PgBackupOptions> options) : OwnFormat
{
    public override string Name => "curious";

    public string? Directory { get; } = options.Value.Directory;
}
