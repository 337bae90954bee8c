using System.Buffers;
using System.Text;

namespace PgBackup.Formats;

/// <summary>A statement within a script: its text, a semicolon and a line feed.</summary>
internal static class SqlStatement
{
    private static readonly byte[] Terminator = ";\n"u8.ToArray();

    public static void Write(string statement, IBufferWriter<byte> output)
    {
        Encoding.UTF8.GetBytes(statement, output);
        output.Write(Terminator);
    }

    public static string Read(ReadOnlySpan<byte> content) => content.EndsWith(Terminator)
        ? Encoding.UTF8.GetString(content[..^Terminator.Length])
        : throw new FormatException("A statement does not end with a semicolon.");
}
