using System.Buffers;
using System.Globalization;
using System.Text;
using PgBackup.Schema;

namespace PgBackup.Formats;

/// <summary>Writes the script around the rows.</summary>
internal sealed class SqlWriter(BackupDescription backup) : IBackupFormatWriter
{
    public void WriteHeader(IBufferWriter<byte> output)
    {
        var madeAt = backup.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Write(output, $"""
            --
            -- PostgreSQL database backup {SqlComment.Escape(backup.Id)}
            --
            -- Database {SqlComment.Escape(backup.Database)}, PostgreSQL {SqlComment.Escape(backup.ServerVersion)}
            -- Made at {madeAt} UTC by PgBackup {SqlComment.Escape(backup.LibraryVersion)}
            -- Load it with: psql --set ON_ERROR_STOP=1 --file THIS_FILE DATABASE{Origin()}
            --

            SET default_transaction_read_only = off;
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;{(backup.ServerMajor >= 17 ? "\nSET transaction_timeout = 0;" : "")}
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET array_nulls = on;
            SET transform_null_equals = off;
            SET xmloption = content;
            SET client_min_messages = warning;
            SET row_security = off;
            SET datestyle = 'ISO, YMD';
            SET intervalstyle = 'postgres';
            SET lc_monetary = 'C';
            SET default_tablespace = '';
            SET default_table_access_method = heap;


            """);
    }

    public void BeginEntry(BackupEntry entry, IBufferWriter<byte> output)
    {
        output.Write("-- Name: "u8);
        Write(output, SqlComment.Escape(entry.Name));
        output.Write("; Type: "u8);
        Write(output, entry.Kind);
        if (entry.Schema is not null)
        {
            output.Write("; Schema: "u8);
            Write(output, SqlComment.Escape(entry.Schema));
        }

        if (entry.Owner is not null)
        {
            output.Write("; Owner: "u8);
            Write(output, SqlComment.Escape(entry.Owner));
        }

        output.Write("\n\n"u8);
    }

    public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output) =>
        SqlStatement.Write(statement.Text, output);

    public void EndEntry(BackupEntry entry, IBufferWriter<byte> output) => output.Write("\n\n"u8);

    public void BeginTable(BackupTable table, IBufferWriter<byte> output)
    {
        Write(output, $"-- Data for Name: {SqlComment.Escape(table.Name)}; Schema: {SqlComment.Escape(table.Schema)}\n\n");
        if (table.Target == BackupTableTarget.LargeObjects)
            SqlStatement.Write(LargeObjectStaging.Create, output);
    }

    public void WriteSegmentSeparator(BackupTable table, IBufferWriter<byte> output)
    {
        // Each COPY block is complete in itself.
    }

    public void EndTable(BackupTable table, IBufferWriter<byte> output)
    {
        if (table.Target == BackupTableTarget.LargeObjects)
            SqlStatement.Write(LargeObjectStaging.Drop, output);
    }

    public void WriteFooter(IBufferWriter<byte> output) => Write(output, "--\n-- PostgreSQL database backup complete\n--\n");

    private string Origin() => backup.Properties is null
        ? ""
        : "\n-- into a database such as: "
            + $"{SqlComment.Escape(CreateDatabase.Statement(backup.Database, backup.Properties, backup.ServerMajor))}";

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
