using Npgsql;
using PgBackup.Postgres;

namespace PgBackup.Restore;

/// <summary>Runs statements in batches, each as exactly one statement of the extended protocol: the server refuses a second one within
/// it.</summary>
internal sealed class StatementExecutor(RestoreSession session, RestoreNotes notes)
{
    private const int StatementsPerBatch = 64;
    private const string Savepoint = "pgbackup_statement";
    private const string SecretSetting = "pgbackup.secret";

    // Raised anew, the error has no context, in which the statement would stand.
    private const string RunSecret = $"""
        DO $$
        BEGIN
          EXECUTE pg_catalog.current_setting('{SecretSetting}');
        EXCEPTION WHEN OTHERS THEN
          RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE = SQLERRM;
        END
        $$
        """;

    private const string SetRole = "SET ROLE ";
    private const string ResetRole = "RESET ROLE";

    private readonly List<PendingStatement> _pending = [];
    private bool _isOtherRole;

    /// <summary>Adds a statement; it runs with the next ones at the latest when <see cref="FlushAsync"/> is called.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="what">What an error message calls it.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public ValueTask AddAsync(string statement, string what, CancellationToken cancellationToken) =>
        AddAsync(statement, what, canBeUnproven: false, cancellationToken);

    /// <summary>Adds a statement as <see cref="AddAsync(string, string, CancellationToken)"/> does.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="what">What an error message calls it.</param>
    /// <param name="canBeUnproven">Whether it is about a foreign key that could be made without proof.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public async ValueTask AddAsync(string statement, string what, bool canBeUnproven, CancellationToken cancellationToken)
    {
        _pending.Add(new PendingStatement(statement, what, canBeUnproven));
        // What is done as another role is one piece of work with the way back.
        if (statement.StartsWith(SetRole, StringComparison.Ordinal))
            _isOtherRole = true;
        else if (statement == ResetRole)
            _isOtherRole = false;
        if (_pending.Count >= StatementsPerBatch && !_isOtherRole)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs what is pending.</summary>
    /// <exception cref="PgBackupException"><c>restore_failed</c> and others: the server refused a statement.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.Count == 0)
            return;
        var statements = _pending.ToArray();
        _pending.Clear();
        using var batch = Batch(statements.Select(s => s.Text));
        try
        {
            await session.RunAsync(() => batch.ExecuteNonQueryAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState != PostgresErrorCodes.QueryCanceled || !cancellationToken.IsCancellationRequested)
        {
            var index = exception.BatchCommand is NpgsqlBatchCommand failed ? batch.BatchCommands.IndexOf(failed) : -1;
            throw index >= 0
                ? RestoreErrors.Translate(exception, statements[index].What, statements[index].CanBeUnproven)
                : RestoreErrors.Translate(exception, Range(statements), statements.Any(s => s.CanBeUnproven));
        }
    }

    /// <summary>Runs a statement that no log may repeat: it travels as a parameter, and an error tells nothing of where it
    /// happened.</summary>
    /// <exception cref="PgBackupException"><c>restore_failed</c> and others: the server refused the statement.</exception>
    public async Task RunSecretAsync(string statement, string what, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await session.RunAsync(() => RunSecretAsync(statement, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (
            exception.SqlState != PostgresErrorCodes.QueryCanceled || !cancellationToken.IsCancellationRequested)
        {
            throw RestoreErrors.Translate(exception, what);
        }
    }

    private async Task RunSecretAsync(string statement, CancellationToken cancellationToken)
    {
        await session.Connection.ExecuteAsync(
            $"SELECT pg_catalog.set_config('{SecretSetting}', $1, true)", cancellationToken, Parameter.Of(statement)).ConfigureAwait(false);
        using var batch = Batch([RunSecret, $"SET LOCAL {SecretSetting} = ''"]);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    // A host's data source may not tell which statement of a batch failed.
    private static string Range(PendingStatement[] statements) =>
        statements[0].What == statements[^1].What
            ? statements[0].What
            : $"one of the steps from {statements[0].What} to {statements[^1].What}";

    /// <summary>Runs statements that may fail without failing the restore: those that do are undone, and a warning says so.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="what">What a warning calls what they are of.</param>
    /// <param name="isPart">Whether there is more to it than these, so that it is there even if they all fail.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public async Task TryAsync(IReadOnlyList<string> statements, string what, bool isPart, CancellationToken cancellationToken)
    {
        if (statements.Count == 0)
            return;
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await session.RunAsync(() => TryWithinAsync(statements, what, isPart, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an object, unless the role is not permitted to: then nothing of it is left, and a warning says so.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="what">What a message calls the object.</param>
    /// <param name="canBeUnproven">Whether it is a foreign key that could be made without proof.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>Whether the object is made.</returns>
    /// <exception cref="PgBackupException">The server refused a statement for another reason.</exception>
    public async Task<bool> TryMakeAsync(
        IReadOnlyList<string> statements, string what, bool canBeUnproven, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        PostgresException? refusal = null;
        await session.RunAsync(
            async () =>
            {
                refusal = await RunUndoablyAsync(statements, cancellationToken).ConfigureAwait(false);
                if (refusal is not null && refusal.SqlState != PostgresErrorCodes.InsufficientPrivilege)
                    throw RestoreErrors.Translate(refusal, what, canBeUnproven);
            },
            cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            notes.Warn($"{what}: left out, because {ServerMessage.Of(refusal)}.");
        return refusal is null;
    }

    private async Task TryWithinAsync(IReadOnlyList<string> statements, string what, bool isPart, CancellationToken cancellationToken)
    {
        if (await RunUndoablyAsync(statements, cancellationToken).ConfigureAwait(false) is not { } refusal)
            return;
        if (statements.Count == 1)
        {
            notes.Warn($"{what}: {(isPart ? "one statement is left out" : "left out")}, because {ServerMessage.Of(refusal)}.");
            return;
        }

        foreach (var group in Groups(statements))
        {
            if (await RunUndoablyAsync(group, cancellationToken).ConfigureAwait(false) is { } single)
                notes.Warn($"{what}: one statement is left out, because {ServerMessage.Of(single)}.");
        }
    }

    // SET ROLE and what follows under it stand or fall together.
    private static IEnumerable<IReadOnlyList<string>> Groups(IReadOnlyList<string> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i].StartsWith(SetRole, StringComparison.Ordinal) && i + 2 < statements.Count)
            {
                yield return [statements[i], statements[i + 1], statements[i + 2]];
                i += 2;
            }
            else
            {
                yield return [statements[i]];
            }
        }
    }

    private async Task<PostgresException?> RunUndoablyAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        using var batch = Batch([$"SAVEPOINT {Savepoint}", .. statements, $"RELEASE SAVEPOINT {Savepoint}"]);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PostgresException exception) when (
            exception.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory))
        {
            using var undo = Batch([$"ROLLBACK TO SAVEPOINT {Savepoint}", $"RELEASE SAVEPOINT {Savepoint}"]);
            await undo.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return exception;
        }
    }

    private NpgsqlBatch Batch(IEnumerable<string> statements)
    {
        var batch = new NpgsqlBatch(session.Connection) { Timeout = 0 };
        foreach (var statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        return batch;
    }

    private readonly record struct PendingStatement(string Text, string What, bool CanBeUnproven);
}
