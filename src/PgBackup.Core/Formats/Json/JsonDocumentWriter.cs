using System.Buffers;
using System.Text.Json;
using PgBackup.Archive;

namespace PgBackup.Formats;

/// <summary>Writes the document around the rows: all definitions first, then the tables.</summary>
internal sealed class JsonDocumentWriter(BackupDescription backup) : IBackupFormatWriter
{
    private const int Version = 1;

    private bool _hasEntries;
    private bool _hasStatements;
    private bool _isInData;
    private bool _hasTables;

    public void WriteHeader(IBufferWriter<byte> output)
    {
        using var writer = JsonFragment.Writer(output);
        writer.WriteStartObject();
        writer.WriteNumber("pgbackup"u8, Version);
        writer.WriteStartObject("backup"u8);
        writer.WriteString("id"u8, backup.Id);
        writer.WriteString("createdAt"u8, backup.CreatedAt.UtcDateTime);
        writer.WriteString("database"u8, backup.Database);
        writer.WriteString("serverVersion"u8, backup.ServerVersion);
        writer.WriteNumber("serverMajor"u8, backup.ServerMajor);
        writer.WriteString("libraryVersion"u8, backup.LibraryVersion);
        if (backup.Properties is { } properties)
        {
            writer.WritePropertyName("properties"u8);
            JsonSerializer.Serialize(writer, properties, ManifestJsonContext.Default.BackupDatabase);
        }

        WriteOptions(writer);
        writer.WriteEndObject();
        writer.WriteStartArray("schema"u8);
    }

    public void BeginEntry(BackupEntry entry, IBufferWriter<byte> output)
    {
        if (_isInData)
            throw new InvalidOperationException("Definitions stand before the rows in JSON.");
        output.Write(_hasEntries ? ",\n"u8 : "\n"u8);
        _hasEntries = true;
        _hasStatements = false;
        using var writer = JsonFragment.Writer(output);
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, entry.Id);
        writer.WriteString("kind"u8, entry.Kind);
        WriteIfKnown(writer, "schema", entry.Schema);
        writer.WriteString("name"u8, entry.Name);
        WriteIfKnown(writer, "owner", entry.Owner);
        writer.WriteString("section"u8, JsonFragment.Word(entry.Section));
        writer.WriteStartArray("dependencies"u8);
        foreach (var dependency in entry.Dependencies)
            writer.WriteNumberValue(dependency);
        writer.WriteEndArray();
        if (entry.Relation is { } relation)
            writer.WriteNumber("relation"u8, relation);
        WriteIfKnown(writer, "identity", entry.Identity);
        WriteIfKnown(writer, "drop", entry.Drop);
        writer.WriteStartArray("statements"u8);
    }

    public void WriteStatement(BackupEntry entry, EntryStatement statement, IBufferWriter<byte> output)
    {
        JsonStatement.Write(statement, !_hasStatements, output);
        _hasStatements = true;
    }

    public void EndEntry(BackupEntry entry, IBufferWriter<byte> output) => output.Write("]}"u8);

    public void BeginTable(BackupTable table, IBufferWriter<byte> output)
    {
        BeginData(output);
        output.Write(_hasTables ? ",\n"u8 : "\n"u8);
        _hasTables = true;
        using var writer = JsonFragment.Writer(output);
        writer.WriteStartObject();
        WriteName(writer, table.Schema, table.Name);
        if (table.LoadThrough is { } target)
        {
            writer.WriteStartObject("loadThrough"u8);
            WriteName(writer, target.Schema, target.Name);
            writer.WriteEndObject();
        }

        if (table.Target != BackupTableTarget.Table)
            writer.WriteString("target"u8, JsonFragment.Word(table.Target));
        WriteIfKnown(writer, "filter", table.Filter);
        if (table.HasRawText)
            writer.WriteString("encoding"u8, "bytes"u8);
        writer.WriteStartArray("columns"u8);
        foreach (var column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, column.Name);
            writer.WriteString("type"u8, column.Type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows"u8);
        writer.Flush();
        output.Write("\n"u8);
    }

    public void WriteSegmentSeparator(BackupTable table, IBufferWriter<byte> output) => output.Write(",\n"u8);

    public void EndTable(BackupTable table, IBufferWriter<byte> output) => output.Write("\n]}"u8);

    public void WriteFooter(IBufferWriter<byte> output)
    {
        BeginData(output);
        output.Write("\n]}\n"u8);
    }

    private void WriteOptions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("options"u8);
        writer.WriteStartArray("selection"u8);
        foreach (var words in backup.Selection)
            writer.WriteStringValue(words);
        writer.WriteEndArray();
        WriteIfKnown(writer, "label", backup.Label);
        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, string schema, string name)
    {
        writer.WriteString("schema"u8, schema);
        writer.WriteString("name"u8, name);
    }

    private static void WriteIfKnown(Utf8JsonWriter writer, string member, string? value)
    {
        if (value is not null)
            writer.WriteString(member, value);
    }

    private void BeginData(IBufferWriter<byte> output)
    {
        if (!_isInData)
            output.Write("\n],\"data\":["u8);
        _isInData = true;
    }
}
