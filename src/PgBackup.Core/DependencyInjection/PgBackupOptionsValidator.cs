using Microsoft.Extensions.Options;

namespace PgBackup.DependencyInjection;

/// <summary>Checks the attributes of the options.</summary>
[OptionsValidator]
internal sealed partial class PgBackupOptionsValidator : IValidateOptions<PgBackupOptions>;
