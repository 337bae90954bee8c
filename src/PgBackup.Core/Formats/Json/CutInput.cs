using System.Buffers;

namespace PgBackup.Formats;

/// <summary>Reads bytes that come in pieces cut anywhere as if they were not cut: where a decision needs bytes that are not there yet, what
/// is left is held until they are.</summary>
/// <param name="lookahead">The most bytes that a decision takes.</param>
internal abstract class CutInput(int lookahead)
{
    // Held bytes, and behind them the beginning of the next piece: enough that all held bytes are then consumed.
    private readonly byte[] _seam = new byte[2 * lookahead];
    private int _held;

    /// <summary>Gets a value indicating whether the input ended within something.</summary>
    protected bool HoldsInput => _held > 0;

    /// <summary>Reads the next piece.</summary>
    protected void Read(ReadOnlySpan<byte> piece, IBufferWriter<byte> destination)
    {
        var output = new ByteSink(destination);
        if (_held > 0)
        {
            var taken = Math.Min(piece.Length, _seam.Length - _held);
            piece[..taken].CopyTo(_seam.AsSpan(_held));
            var seam = _seam.AsSpan(0, _held + taken);
            var consumed = Advance(seam, ref output);
            if (consumed < _held)
            {
                // So few bytes were held and came that all of them are in the seam.
                seam[consumed..].CopyTo(_seam);
                _held = seam.Length - consumed;
                output.Flush();
                return;
            }

            piece = piece[(consumed - _held)..];
            _held = 0;
        }

        if (piece.Length > 0)
        {
            var rest = piece[Advance(piece, ref output)..];
            rest.CopyTo(_seam);
            _held = rest.Length;
        }

        output.Flush();
    }

    /// <summary>Consumes as much as can be decided: all but fewer bytes than the lookahead.</summary>
    /// <returns>How many bytes were consumed.</returns>
    protected abstract int Advance(ReadOnlySpan<byte> input, ref ByteSink output);
}
