using System.Buffers;
using System.Text;

namespace PgBackup.Formats;

/// <summary>A column as rows show it.</summary>
/// <param name="Kind">How its values are written, or their elements.</param>
/// <param name="IsArray">Whether its values may be JSON arrays.</param>
/// <param name="FirstName">What stands before its value if no other member is before it: <c>"name":</c>.</param>
/// <param name="NextName">What stands before its value otherwise: <c>,"name":</c>.</param>
internal sealed record JsonColumn(JsonValueKind Kind, bool IsArray, byte[] FirstName, byte[] NextName)
{
    public static JsonColumn[] AllOf(BackupTable table)
    {
        var buffer = new ArrayBufferWriter<byte>();
        return [.. table.Columns.Select(column => Of(column, buffer))];
    }

    private static JsonColumn Of(BackupColumn column, ArrayBufferWriter<byte> buffer)
    {
        var (kind, isArray) = JsonTypes.KindOf(column.Type);
        buffer.ResetWrittenCount();
        var name = new ByteSink(buffer);
        name.Write(",\""u8);
        JsonText.Write(Encoding.UTF8.GetBytes(column.Name), ref name);
        name.Write("\":"u8);
        name.Flush();
        return new JsonColumn(kind, isArray, buffer.WrittenSpan[1..].ToArray(), buffer.WrittenSpan.ToArray());
    }
}
