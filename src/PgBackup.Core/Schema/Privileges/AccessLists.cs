namespace PgBackup.Schema;

/// <summary>The privileges on an object: those that it has now, and those that it would have if it were just made.</summary>
/// <param name="owner">Its owner.</param>
/// <param name="column">The column that the privileges are on; null for the whole.</param>
internal sealed class AccessLists(uint owner, string? column = null)
{
    public uint Owner => owner;

    public List<AccessItem> Initial { get; } = [];

    public List<AccessItem> Actual { get; } = [];

    /// <summary>Adds the privilege of a row, whose <c>side</c> is 'a' for what is now, and 'i' for the beginning.</summary>
    public void Add(CatalogRow row) => (row.Text("side") == "a" ? Actual : Initial).Add(AccessItem.Read(row));

    /// <inheritdoc cref="AccessControl.Changes"/>
    public IEnumerable<PrivilegeChange> Changes(CatalogQuery query) => Changes(Initial, query);

    /// <summary>Lists what leads to the privileges of now from others than the initial ones.</summary>
    public IEnumerable<PrivilegeChange> Changes(IReadOnlyCollection<AccessItem> initial, CatalogQuery query) =>
        AccessControl.Changes(initial, Actual, owner, column, query.RoleName);
}
