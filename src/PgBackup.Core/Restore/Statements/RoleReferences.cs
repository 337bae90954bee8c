using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Finds the roles that a statement of a backup names, and puts others in their place.</summary>
/// <remarks>The statements are our own, so it is known where roles stand in each of them. An expression, a name of another kind or a text
/// that looks like a role's is left alone.</remarks>
internal sealed class RoleReferences
{
    private static readonly string[] Prefixes =
        ["DO ", "GRANT ", "REVOKE ", "SET ROLE ", "CREATE POLICY ", "CREATE USER ", "DROP USER ", "USER MAPPING ", "CREATE SCHEMA "];

    private readonly string _sql;
    private readonly Func<string, string?> _map;
    private readonly List<SqlToken> _tokens;
    private readonly List<(int Start, int Length, string Text)> _edits = [];

    private RoleReferences(string sql, Func<string, string?> map)
    {
        _sql = sql;
        _map = map;
        _tokens = SqlTokens.Read(sql);
    }

    /// <summary>Lists the roles that a statement names.</summary>
    public static IReadOnlySet<string> Find(string sql)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Replace(sql, role =>
        {
            found.Add(role);
            return role;
        });
        return found;
    }

    /// <summary>Puts other roles in the place of those that a statement names.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="map">Tells the role to name instead; null takes it out of the list that it stands in.</param>
    /// <returns>Null where no role is left in a list that must have one.</returns>
    public static string? Replace(string sql, Func<string, string?> map) => MayName(sql) ? new RoleReferences(sql, map).Run() : sql;

    // Most statements name none, and some are long.
    private static bool MayName(string sql)
    {
        if (sql.StartsWith("ALTER ", StringComparison.Ordinal))
            return sql.StartsWith("ALTER DEFAULT ", StringComparison.Ordinal) || sql.Contains(" OWNER TO ", StringComparison.Ordinal);
        if (sql.StartsWith("CREATE FUNCTION ", StringComparison.Ordinal) || sql.StartsWith("CREATE PROCEDURE ", StringComparison.Ordinal))
            return sql.Contains("SET role TO ", StringComparison.Ordinal)
                || sql.Contains("SET session_authorization TO ", StringComparison.Ordinal);
        return Prefixes.Any(p => sql.StartsWith(p, StringComparison.Ordinal));
    }

    private string? Run()
    {
        if (_tokens.Count < 2)
            return _sql;
        if (Is(0, "DO") && _tokens[1].Kind == SqlTokenKind.DollarString)
            Edit(_tokens[1], Sql.DollarQuoted(new RoleReferences(SqlTokens.Value(_sql, _tokens[1]), _map).RunBlock()));
        else if (Is(0, "GRANT") || Is(0, "REVOKE"))
            ReplaceGrantee(0);
        else if (Is(0, "SET") && Is(1, "ROLE"))
            ReplaceName(2);
        else if (Is(0, "ALTER") && Is(1, "DEFAULT") && Is(2, "PRIVILEGES"))
            ReplaceDefaultPrivileges();
        else if (Is(0, "ALTER") && Is(_tokens.Count - 3, "OWNER") && Is(_tokens.Count - 2, "TO"))
            ReplaceName(_tokens.Count - 1);
        else if (Is(1, "POLICY") && Is(0, "CREATE") && !ReplacePolicyRoles())
            return null;
        else if (Is(1, "USER") && Is(2, "MAPPING") && Is(3, "FOR"))
            ReplaceName(4);
        else if (Is(0, "USER") && Is(1, "MAPPING") && Is(2, "FOR"))
            ReplaceName(3);
        else if (Is(0, "CREATE") && (Is(1, "FUNCTION") || Is(1, "PROCEDURE")))
            ReplaceSettings();
        else if (Is(0, "CREATE") && Is(1, "SCHEMA") && Is(3, "AUTHORIZATION"))
            ReplaceName(4);
        return Apply();
    }

    // Within a DO block stand statements, and pieces of some as string constants, between which the name of the database is put.
    private string RunBlock()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i].Kind == SqlTokenKind.String)
            {
                var text = SqlTokens.Value(_sql, _tokens[i]);
                var replaced = new RoleReferences(text, _map).RunPiece();
                if (replaced != text)
                    Edit(_tokens[i], Sql.Literal(replaced));
            }
            else if (Is(i, "SET") && Is(i + 1, "ROLE"))
            {
                ReplaceName(i + 2);
            }
        }

        return Apply();
    }

    private string RunPiece()
    {
        if (Is(0, "ALTER") && Is(1, "ROLE") && Is(3, "IN"))
            ReplaceName(2);
        else if (Is(0, "TO") || Is(0, "FROM"))
            ReplaceName(1);
        else if (Is(0, "privileges") && Is(1, "of"))
            ReplaceName(2);
        else if (Is(0, "SET"))
            ReplaceSetting(0);
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (Is(i, "OWNER") && Is(i + 1, "TO"))
                ReplaceName(i + 2);
        }

        return Apply();
    }

    private void ReplaceDefaultPrivileges()
    {
        if (Is(3, "FOR") && Is(4, "ROLE"))
            ReplaceName(5);
        ReplaceGrantee(6);
    }

    // TO and FROM are reserved: bare, they are no name, and the last one is not of the object.
    private void ReplaceGrantee(int start)
    {
        for (var i = _tokens.Count - 2; i > start; i--)
        {
            if (_tokens[i].Depth != 0)
                continue;
            if (Is(i, "GRANTED") && Is(i + 1, "BY"))
                ReplaceName(i + 2);
            if (!Is(i, "TO") && !Is(i, "FROM"))
                continue;
            ReplaceName(i + 1);
            return;
        }
    }

    private bool ReplacePolicyRoles()
    {
        var to = _tokens.FindIndex(t => t.Depth == 0 && t.Is(_sql, "TO"));
        if (to < 0)
            return true;
        var last = to + 1;
        var roles = new List<string> { _tokens[last].Name(_sql) };
        while (last + 2 < _tokens.Count && _sql[_tokens[last + 1].Start] == ',')
        {
            last += 2;
            roles.Add(_tokens[last].Name(_sql));
        }

        var mapped = roles.Select(_map).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (mapped.Count == 0)
            return false;
        if (!mapped.SequenceEqual(roles))
            _edits.Add((_tokens[to + 1].Start, _tokens[last].End - _tokens[to + 1].Start, Sql.Identifiers(mapped)));
        return true;
    }

    private void ReplaceSettings()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i].Depth == 0 && Is(i, "SET"))
                ReplaceSetting(i);
        }
    }

    private void ReplaceSetting(int set)
    {
        if ((!Is(set + 1, "role") && !Is(set + 1, "session_authorization")) || !Is(set + 2, "TO") || set + 3 >= _tokens.Count)
            return;
        var value = _tokens[set + 3];
        if (value.Kind == SqlTokenKind.String && SqlTokens.Value(_sql, value) is var role && role is not ("none" or "default"))
            Edit(value, Sql.Literal(_map(role) ?? role));
    }

    private void ReplaceName(int index)
    {
        // PUBLIC is no role.
        if (index >= _tokens.Count || Is(index, "PUBLIC"))
            return;
        var role = _tokens[index].Name(_sql);
        var mapped = _map(role) ?? role;
        if (mapped != role)
            Edit(_tokens[index], Sql.Identifier(mapped));
    }

    private bool Is(int index, string word) => index >= 0 && index < _tokens.Count && _tokens[index].Is(_sql, word);

    private void Edit(SqlToken token, string text) => _edits.Add((token.Start, token.Length, text));

    private string Apply()
    {
        var sql = _sql;
        foreach (var (start, length, text) in _edits.OrderByDescending(e => e.Start))
            sql = string.Concat(sql.AsSpan(0, start), text, sql.AsSpan(start + length));
        return sql;
    }
}
