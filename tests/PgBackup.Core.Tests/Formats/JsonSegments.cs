using System.Buffers;
using System.Text;
using PgBackup.Formats;

namespace PgBackup.Tests.Formats;

/// <summary>Encodes and decodes segments as the library does: in pieces.</summary>
internal static class JsonSegments
{
    public static BackupTable Table(params string[] types) => new()
    {
        Schema = "public",
        Name = "t",
        Columns = [.. types.Select((type, index) => new BackupColumn($"c{index}", type))],
    };

    public static byte[] Encode(BackupTable table, byte[] copyText, Random? random = null)
    {
        var encoder = new JsonFormat().CreateRowEncoder(table);
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in Cut(copyText, random))
            encoder.Encode(piece, output);
        encoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    public static string Encode(BackupTable table, string copyText) =>
        Encoding.UTF8.GetString(Encode(table, Encoding.UTF8.GetBytes(copyText)));

    public static byte[] Decode(BackupTable table, byte[] segment, Random? random = null)
    {
        var decoder = new JsonFormat().CreateRowDecoder(table);
        var output = new ArrayBufferWriter<byte>();
        foreach (var piece in Cut(segment, random))
            decoder.Decode(piece, output);
        decoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    public static string Decode(BackupTable table, string segment) =>
        Encoding.UTF8.GetString(Decode(table, Encoding.UTF8.GetBytes(segment)));

    private static IEnumerable<byte[]> Cut(byte[] content, Random? random)
    {
        var largest = random is null ? content.Length : random.Next(4) switch { 0 => 2, 1 => 9, 2 => 60, _ => 5000 };
        for (var position = 0; position < content.Length;)
        {
            var length = Math.Min(random?.Next(1, largest + 1) ?? content.Length, content.Length - position);
            yield return content[position..(position + length)];
            position += length;
        }
    }
}
