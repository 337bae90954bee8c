namespace PgBackup.Schema;

/// <summary>Names any object of a database: the catalog it is a row of, its OID there, and a column number or 0.</summary>
internal readonly record struct ObjectAddress(uint Catalog, uint ObjectId, int SubId = 0);
