using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Reads event triggers.</summary>
internal sealed class EventTriggerReader : IObjectReader
{
    private const string Query = """
        SELECT e.oid, e.evtname, e.evtevent, e.evtowner, e.evtenabled, e.evttags, n.nspname, p.proname
        FROM pg_catalog.pg_event_trigger e
        JOIN pg_catalog.pg_proc p ON p.oid = e.evtfoid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE e.oid >= 16384
        """;

    public Task ReadAsync(CatalogQuery query, CancellationToken cancellationToken) => query.ForEachAsync(
        Query,
        row => query.Catalog.Add(new EventTrigger
        {
            Address = new ObjectAddress(CatalogOid.EventTrigger, row.Oid("oid")),
            Name = row.Text("evtname"),
            Owner = query.RoleName(row.Oid("evtowner")),
            Event = row.Text("evtevent"),
            Tags = row.TextArray("evttags"),
            Function = Sql.Qualified(row.Text("nspname"), row.Text("proname")),
            State = row.FiringState("evtenabled"),
        }),
        cancellationToken);
}
