using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using static PgBackup.Testing.Requirements;

namespace PgBackup.Testing;

/// <summary>Tests whether a format keeps what the library relies on: above all, that it gives back what it got. Needs no server. Call it
/// from a test of any framework.</summary>
/// <param name="format">The format.</param>
/// <example><code>new BackupFormatConformance(new NdjsonFormat()).Run().ThrowIfBad();</code></example>
public sealed partial class BackupFormatConformance(IBackupFormat format)
{
    private const int Rounds = 40;

    /// <summary>Tries all requirements.</summary>
    /// <returns>What was found.</returns>
    public ConformanceReport Run()
    {
        var requirements = new Requirements();
        requirements.Try(
            "has a name of lower-case letters and digits",
            () => Require(NamePattern().IsMatch(format.Name ?? ""), $"it is '{format.Name}'"));
        requirements.Try(
            "has a file extension with a dot",
            () => Require(ExtensionPattern().IsMatch(format.FileExtension ?? ""), $"it is '{format.FileExtension}'"));
        requirements.Try("gives statements back", GivesStatementsBack);
        requirements.Try("writes a backup of nothing, of definitions alone, of rows alone, and of both", WritesAllShapes);
        requirements.Try("gives rows back", GivesRowsBack);
        requirements.Try("gives rows back however they are cut", GivesCutRowsBack);
        requirements.Try("writes the same bytes however the rows are cut", IsDeterministic);
        requirements.Try("reads a segment without those before it", HasIndependentSegments);
        requirements.Try("serves several segments at the same time", HasIndependentEncoders);
        requirements.Try("answers damaged bytes with a FormatException or with rows", SurvivesDamage);
        return new ConformanceReport($"format {format.Name}", requirements.Results);
    }

    private void GivesStatementsBack()
    {
        var writer = format.CreateWriter(Samples.Backup);
        writer.WriteHeader(new ArrayBufferWriter<byte>());
        foreach (var (statement, i) in Samples.Statements.Select((s, i) => (s, i)))
        {
            var entry = Samples.Entry(i + 1);
            var output = new ArrayBufferWriter<byte>();
            writer.BeginEntry(entry, new ArrayBufferWriter<byte>());
            // Two in one entry: each is read from the bytes of its own call.
            writer.WriteStatement(entry, new EntryStatement(StatementRole.Definition, "SELECT 1"), new ArrayBufferWriter<byte>());
            writer.WriteStatement(entry, new EntryStatement(StatementRole.Owner, statement), output);
            writer.EndEntry(entry, new ArrayBufferWriter<byte>());
            Require(
                format.ReadStatement(output.WrittenSpan) == statement,
                $"{Shown(statement)} came back as {Shown(format.ReadStatement(output.WrittenSpan))}");
        }
    }

    private void WritesAllShapes()
    {
        foreach (var (entries, tables) in new[] { (0, 0), (3, 0), (0, 2), (3, 2) })
        {
            var writer = format.CreateWriter(Samples.Backup);
            var output = new ArrayBufferWriter<byte>();
            writer.WriteHeader(output);
            for (var i = 1; i <= entries; i++)
            {
                writer.BeginEntry(Samples.Entry(i), output);
                writer.WriteStatement(Samples.Entry(i), new EntryStatement(StatementRole.Definition, "SELECT 1"), output);
                writer.EndEntry(Samples.Entry(i), output);
            }

            foreach (var table in Samples.Tables.Take(tables))
            {
                writer.BeginTable(table.Table, output);
                output.Write(Encode(table.Table, table.Rows, Whole));
                writer.WriteSegmentSeparator(table.Table, output);
                output.Write(Encode(table.Table, table.Rows, Whole));
                writer.EndTable(table.Table, output);
            }

            writer.WriteFooter(output);
        }
    }

    private void GivesRowsBack()
    {
        foreach (var (table, rows) in Samples.Tables)
            RequireSame(table, rows, Decode(table, Encode(table, rows, Whole), Whole));
    }

    private void GivesCutRowsBack()
    {
        var random = new Random(1);
        foreach (var (table, rows) in Samples.Tables)
        {
            for (var i = 0; i < Rounds; i++)
                RequireSame(table, rows, Decode(table, Encode(table, rows, random.Next), random.Next));
        }
    }

    private void IsDeterministic()
    {
        var random = new Random(2);
        foreach (var (table, rows) in Samples.Tables)
        {
            var whole = Encode(table, rows, Whole);
            for (var i = 0; i < Rounds; i++)
                Require(
                    Encode(table, rows, random.Next).AsSpan().SequenceEqual(whole),
                    $"rows of {table.Name} became other bytes when they were cut");
        }
    }

    private void HasIndependentSegments()
    {
        foreach (var (table, rows) in Samples.Tables)
        {
            var first = Encode(table, rows, Whole);
            var second = Encode(table, rows, Whole);
            Require(first.AsSpan().SequenceEqual(second), $"a second segment of {table.Name} has other bytes for the same rows");
            RequireSame(table, rows, Decode(table, second, Whole));
        }
    }

    private void HasIndependentEncoders()
    {
        var (table, rows) = Samples.Tables[0];
        // By turns first: whether threads meet is chance.
        var whole = Encode(table, rows, Whole);
        RequireSame(table, rows, Decode(table, EncodeByTurns(table, rows), Whole));
        RequireSame(table, rows, DecodeByTurns(table, whole));
        Parallel.For(0, Rounds, i => RequireSame(table, rows, Decode(table, Encode(table, rows, new Random(i).Next), Whole)));
    }

    private void SurvivesDamage()
    {
        var random = new Random(3);
        foreach (var (table, rows) in Samples.Tables)
        {
            var segment = Encode(table, rows, Whole);
            for (var i = 0; i < Rounds; i++)
            {
                var damaged = segment[..random.Next(segment.Length + 1)];
                if (damaged.Length > 0)
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    Decode(table, damaged, Whole);
                }
                catch (FormatException)
                {
                    // As it should be; the library's checksums find what a format cannot.
                }
            }
        }
    }

    // The last piece, too, may be of any length.
    private static int Whole(int minimum, int maximum) => maximum - 1;

    private byte[] Encode(BackupTable table, byte[] rows, Func<int, int, int> cut)
    {
        var encoder = format.CreateRowEncoder(table);
        var output = new ArrayBufferWriter<byte>();
        for (var rest = rows.AsSpan(); !rest.IsEmpty;)
        {
            var length = cut(1, rest.Length + 1);
            encoder.Encode(rest[..length], output);
            rest = rest[length..];
        }

        encoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    private byte[] Decode(BackupTable table, byte[] segment, Func<int, int, int> cut)
    {
        var decoder = format.CreateRowDecoder(table);
        var output = new ArrayBufferWriter<byte>();
        for (var rest = segment.AsSpan(); !rest.IsEmpty;)
        {
            var length = cut(1, rest.Length + 1);
            decoder.Decode(rest[..length], output);
            rest = rest[length..];
        }

        decoder.Complete(output);
        return output.WrittenSpan.ToArray();
    }

    private byte[] EncodeByTurns(BackupTable table, byte[] rows)
    {
        var (one, other) = (format.CreateRowEncoder(table), format.CreateRowEncoder(table));
        var (output, unused) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        for (var i = 0; i < rows.Length; i++)
        {
            one.Encode(rows.AsSpan(i, 1), output);
            other.Encode(rows.AsSpan(i, 1), unused);
        }

        one.Complete(output);
        other.Complete(unused);
        return output.WrittenSpan.ToArray();
    }

    private byte[] DecodeByTurns(BackupTable table, byte[] segment)
    {
        var (one, other) = (format.CreateRowDecoder(table), format.CreateRowDecoder(table));
        var (output, unused) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        for (var i = 0; i < segment.Length; i++)
        {
            one.Decode(segment.AsSpan(i, 1), output);
            other.Decode(segment.AsSpan(i, 1), unused);
        }

        one.Complete(output);
        other.Complete(unused);
        return output.WrittenSpan.ToArray();
    }

    private static void RequireSame(BackupTable table, byte[] rows, byte[] decoded)
    {
        if (rows.AsSpan().SequenceEqual(decoded))
            return;
        var at = rows.AsSpan().CommonPrefixLength(decoded);
        var start = rows.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;
        throw new ConformanceException($"in table {table.Name}, {Shown(Line(rows, start))} came back as {Shown(Line(decoded, start))}");
    }

    private static string Line(byte[] rows, int start)
    {
        var rest = rows.AsSpan(Math.Min(start, rows.Length));
        var end = rest.IndexOf((byte)'\n');
        return Encoding.Latin1.GetString(end < 0 ? rest : rest[..end]);
    }

    private static string Shown(string text) => $"\"{(text.Length > 80 ? text[..80] + "…" : text).ReplaceLineEndings("↵")}\"";

    [GeneratedRegex(@"\A[a-z][a-z0-9]*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(\.[a-z0-9]+)+\z")]
    private static partial Regex ExtensionPattern();
}
