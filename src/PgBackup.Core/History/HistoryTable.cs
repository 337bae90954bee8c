using Npgsql;
using NpgsqlTypes;

namespace PgBackup.History;

/// <summary>The table <c>pgbackup.backup_history</c>.</summary>
internal static class HistoryTable
{
    private const int TextLength = 4000;

    // The row may have gone since it was begun: a restore can bring back the history of another day. So its end is always a whole row.
    private const string Upsert = $"""
        INSERT INTO {HistorySchema.Name}.backup_history AS h
            (id, operation, backup_id, outcome, started_at, finished_at, database_role, application_name, host_name, process_id, options,
             size_bytes, row_count, error_code, error_message, library_version, schedule_id, due_at, instance, requested_by)
        VALUES ($1, $2, $3, $4, $5, $6, CURRENT_USER, pg_catalog.current_setting('application_name'), $7, $8, $9, $10, $11, $12, $13, $14,
                $15, $16, $17, $18)
        ON CONFLICT (id) DO UPDATE
        SET backup_id = EXCLUDED.backup_id, outcome = EXCLUDED.outcome, finished_at = EXCLUDED.finished_at,
            size_bytes = EXCLUDED.size_bytes, row_count = EXCLUDED.row_count,
            error_code = EXCLUDED.error_code, error_message = EXCLUDED.error_message
        """;

    /// <summary>Writes the row of an operation that begins, or that ended.</summary>
    /// <param name="connection">A connection to a database whose schema is up to date.</param>
    /// <param name="encoding">The encoding of the database; a character that it may lack becomes a question mark.</param>
    /// <param name="entry">The operation.</param>
    /// <param name="end">How it ended; null while it runs.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection, string encoding, HistoryEntry entry, HistoryEnd? end, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Upsert, connection);
        var values = command.Parameters;
        values.Add(new NpgsqlParameter<Guid> { TypedValue = entry.Id });
        AddText(entry.Operation.Name);
        AddText(end?.BackupId ?? entry.Operation.BackupId);
        AddText(end?.Outcome ?? "running");
        values.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.StartedAt });
        Add(NpgsqlDbType.TimestampTz, end?.FinishedAt);
        AddText(Environment.MachineName);
        Add(NpgsqlDbType.Integer, Environment.ProcessId);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, entry.Operation.Options.Select(Fit).ToArray());
        Add(NpgsqlDbType.Bigint, end?.Bytes);
        Add(NpgsqlDbType.Bigint, end?.Rows);
        AddText(end?.ErrorCode);
        AddText(end?.ErrorMessage);
        AddText(LibraryVersion.Text);
        AddText(entry.Origin?.ScheduleId);
        Add(NpgsqlDbType.TimestampTz, entry.Origin?.DueAt);
        AddText(entry.Origin?.Instance);
        AddText(entry.RequestedBy);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        void Add(NpgsqlDbType type, object? value) =>
            values.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        void AddText(string? value) => Add(NpgsqlDbType.Text, value is null ? null : Fit(value));
        string Fit(string value) => HistoryTable.Fit(Cut(value), encoding);
    }

    /// <summary>Cuts what may be of any length.</summary>
    internal static string Cut(string value) => value.Length > TextLength ? value[..TextLength] : value;

    /// <summary>Makes a text one that the database takes.</summary>
    internal static string Fit(string text, string encoding)
    {
        var takesAll = encoding is "UTF8" or "SQL_ASCII";
        return string.Create(text.Length, (text, takesAll), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = state.text[i];
                // No text holds a NUL or half a surrogate pair.
                span[i] = c == '\0' || (c > 0x7F && !state.takesAll) || (char.IsSurrogate(c) && !IsPaired(state.text, i)) ? '?' : c;
            }
        });
    }

    private static bool IsPaired(string text, int index) =>
        (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
        || (index > 0 && char.IsSurrogatePair(text[index - 1], text[index]));
}
