namespace PgBackup.Conversion;

/// <summary>The options of a conversion, checked and with the defaults filled in.</summary>
internal sealed record ConversionSettings(string? Format, BackupCompression? Compression, int Jobs)
{
    /// <exception cref="ArgumentException">An option is out of its range, or none is given.</exception>
    public static ConversionSettings From(ConvertOptions options, PgBackupOptions defaults)
    {
        if (options.Format is null && options.Compression is null)
            throw new ArgumentException("There is nothing to convert: set Format, Compression or both.", nameof(options));
        if (options.Compression is { } compression && !Enum.IsDefined(compression))
            throw new ArgumentOutOfRangeException(nameof(options), compression, "Compression must be gzip, zstd or none.");
        var jobs = OptionLimits.Jobs(options.Jobs, defaults, nameof(options));
        return new ConversionSettings(options.Format, options.Compression, jobs);
    }
}
