using BenchmarkDotNet.Attributes;
using PgBackup.Archive;
using PgBackup.Formats;

namespace PgBackup.Benchmarks.Micro;

/// <summary>What happens to rows between the socket and the store, one mebibyte at a time: framing, transcoding, hashing,
/// compressing.</summary>
public class RowBenchmarks
{
    private readonly RowHasher _hasher = new();
    private byte[] _rows = [];
    private BackupTable _table = SampleRows.WideTable;

    [Params("wide", "narrow")]
    public string Shape { get; set; } = "wide";

    [GlobalSetup]
    public void MakeRows()
    {
        _rows = Shape == "wide" ? SampleRows.Wide(6000) : SampleRows.Narrow(40_000);
        _table = Shape == "wide" ? SampleRows.WideTable : SampleRows.NarrowTable;
    }

    [Benchmark(Baseline = true)]
    public long FrameAsSql() => Encode(new SqlFormat(), new PlainCodec());

    [Benchmark]
    public long TranscodeToJson() => Encode(new JsonFormat(), new PlainCodec());

    [Benchmark]
    public long TranscodeToCsv() => Encode(new CsvFormat(), new PlainCodec());

    [Benchmark]
    public long Gzip() => Encode(new SqlFormat(), new GzipCodec());

    [Benchmark]
    public long Zstd() => Encode(new SqlFormat(), new ZstdCodec());

    [Benchmark]
    public void HashRows() => _hasher.Append(_rows);

    private long Encode(IBackupFormat format, SegmentCodec codec)
    {
        using var segment = new SegmentEncoder(codec, Stream.Null);
        var encoder = format.CreateRowEncoder(_table);
        encoder.Encode(_rows, segment.Output);
        encoder.Complete(segment.Output);
        return segment.Complete(0).Segment.Length;
    }
}
