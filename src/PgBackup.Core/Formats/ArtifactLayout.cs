namespace PgBackup;

/// <summary>Where a format wants definitions and rows.</summary>
public sealed class ArtifactLayout
{
    private ArtifactLayout(bool hasDefinitionsFirst, ZipLayout? zip)
    {
        HasDefinitionsFirst = hasDefinitionsFirst;
        Zip = zip;
    }

    /// <summary>Gets the layout of a script that is run from first to last: what the rows need, the rows, what is made when they are
    /// there.</summary>
    public static ArtifactLayout Script { get; } = new(hasDefinitionsFirst: false, null);

    /// <summary>Gets the layout of a document: all definitions, also those that are made behind the rows, then the rows.</summary>
    public static ArtifactLayout Document { get; } = new(hasDefinitionsFirst: true, null);

    /// <summary>Gets a value indicating whether all definitions stand before the rows.</summary>
    public bool HasDefinitionsFirst { get; }

    /// <summary>Gets the files of a zip archive; null where the artifact is one stream.</summary>
    public ZipLayout? Zip { get; }

    /// <summary>Makes the layout of a zip archive: one file with all definitions, one for each table, and <c>manifest.json</c>, which
    /// describes the bytes before it.</summary>
    /// <param name="zip">The names of the files.</param>
    /// <returns>The layout. The extension of artifacts should be <c>.zip</c>.</returns>
    public static ArtifactLayout Archive(ZipLayout zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        return new ArtifactLayout(hasDefinitionsFirst: true, zip);
    }
}
