using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Writes bytes through a window of the output, so that small pieces cost no call through an interface. Flush it at the
/// end.</summary>
internal ref struct ByteSink(IBufferWriter<byte> output)
{
    private const int WindowSize = 16 * 1024;

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _window;
    private int _used;

    public void Write(byte value)
    {
        if (_used == _window.Length)
            Renew(1);
        _window[_used++] = value;
    }

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _window.Length - _used)
            Renew(bytes.Length);
        bytes.CopyTo(_window[_used..]);
        _used += bytes.Length;
    }

    /// <summary>Writes bytes, one value of them replaced by another.</summary>
    public void WriteReplaced(ReadOnlySpan<byte> bytes, byte replaced, byte replacement)
    {
        if (bytes.Length > _window.Length - _used)
            Renew(bytes.Length);
        bytes.Replace(_window[_used..], replaced, replacement);
        _used += bytes.Length;
    }

    public void Flush()
    {
        _output.Advance(_used);
        _window = default;
        _used = 0;
    }

    private void Renew(int needed)
    {
        Flush();
        _window = _output.GetSpan(Math.Max(needed, WindowSize));
    }
}
