namespace PgBackup.Postgres;

/// <summary>A connection that copies rows out of the database. Its thread waits for the server; only <see cref="Cancel"/> may come from
/// another.</summary>
internal interface ICopySession : IDisposable
{
    /// <summary>Runs a statement that returns nothing.</summary>
    /// <exception cref="Npgsql.PostgresException">The server refused it.</exception>
    void Execute(string sql);

    /// <summary>Begins a <c>COPY … TO STDOUT</c>.</summary>
    void BeginCopy(string statement);

    /// <summary>Reads COPY text, cut anywhere, until the buffer is full or the copy ends.</summary>
    /// <returns>How many bytes there are; fewer than the buffer takes mean that the copy is complete.</returns>
    /// <exception cref="Npgsql.PostgresException">The server ended the copy with an error.</exception>
    int Read(byte[] buffer);

    /// <summary>Makes the server stop the copy. What is read afterwards fails.</summary>
    void Cancel();
}
