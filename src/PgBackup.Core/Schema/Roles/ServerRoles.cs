namespace PgBackup.Schema;

/// <summary>The roles of a server, their memberships and privileges on parameters, as <c>pg_dumpall --roles-only</c> knows them.</summary>
internal sealed class ServerRoles
{
    /// <summary>Gets the roles by name, the server's own ones (<c>pg_…</c>) left out.</summary>
    public List<Role> Roles { get; } = [];

    public List<RoleMembership> Memberships { get; } = [];

    /// <summary>Gets the settings of every session of every role.</summary>
    public List<ConfigurationSetting> Settings { get; } = [];

    /// <summary>Gets the changed privileges on configuration parameters (15+).</summary>
    public List<(string Parameter, IReadOnlyList<PrivilegeChange> Changes)> ParameterPrivileges { get; } = [];

    /// <summary>Gets the memberships so that who grants a role has been given it with ADMIN OPTION before.</summary>
    public IReadOnlyList<RoleMembership> MembershipsInOrderOfGranting()
    {
        var ordered = new List<RoleMembership>(Memberships.Count);
        var waiting = Memberships.ToList();
        var admins = new HashSet<(string Role, string Member)>();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(m => m.Grantor is null || admins.Contains((m.Role, m.Grantor))).ToHashSet();

            // The server keeps grantors and their options in step; should it not have, the grants are tried all the same.
            if (ready.Count == 0)
                ready = [.. waiting];
            ordered.AddRange(waiting.Where(ready.Contains));
            waiting.RemoveAll(ready.Contains);
            admins.UnionWith(ready.Where(m => m.IsAdmin).Select(m => (m.Role, m.Member)));
        }

        return ordered;
    }
}
