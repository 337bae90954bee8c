namespace PgBackup.Schema;

/// <summary>Reads all objects of one kind (or of close kin) with a fixed number of queries, never one per object.</summary>
internal interface IObjectReader
{
    /// <summary>Gets the system catalogs of which one at least has a row for each such object. The reader is left out where all of
    /// their rows come with PostgreSQL itself. Empty for what every database has, or no one catalog tells.</summary>
    IReadOnlyList<string> Sources => [];

    /// <summary>Adds the objects to <see cref="CatalogQuery.Catalog"/>. Readers run in the order of <see cref="CatalogReader"/>, so that an
    /// index finds its table. Objects of extensions are read like others: the engine decides later which parts of them are backed
    /// up.</summary>
    Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken);
}
