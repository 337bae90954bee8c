namespace PgBackup.Schema;

/// <summary>Reads all objects of one kind (or of close kin) with a fixed number of queries, never one per object.</summary>
internal interface IObjectReader
{
    /// <summary>Adds the objects to <see cref="CatalogQuery.Catalog"/>. Readers run in the order of <see cref="CatalogReader"/>, so that an
    /// index finds its table. Objects of extensions are read like others: the engine decides later which parts of them are backed
    /// up.</summary>
    Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken);
}
