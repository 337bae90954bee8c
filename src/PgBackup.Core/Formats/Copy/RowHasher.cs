using System.Globalization;
using System.IO.Hashing;

namespace PgBackup.Formats;

/// <summary>Sums up the hashes of rows. A sum does not depend on the order of the rows, nor on how they are parted.</summary>
internal sealed class RowHasher
{
    private readonly XxHash128 _begun = new();
    private bool _isWithinRow;

    /// <summary>Gets the sum of the rows that have ended.</summary>
    public UInt128 Sum { get; private set; }

    /// <summary>Writes a sum as the manifest has it.</summary>
    public static string Text(UInt128 sum) => sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Takes in COPY text, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> copyText)
    {
        for (int end; (end = copyText.IndexOf((byte)'\n')) >= 0; copyText = copyText[(end + 1)..])
        {
            var row = copyText[..end];
            unchecked
            {
                Sum += _isWithinRow ? EndRow(row) : XxHash128.HashToUInt128(row);
            }
        }

        if (copyText.IsEmpty)
            return;
        _begun.Append(copyText);
        _isWithinRow = true;
    }

    private UInt128 EndRow(ReadOnlySpan<byte> rest)
    {
        _begun.Append(rest);
        var hash = _begun.GetCurrentHashAsUInt128();
        _begun.Reset();
        _isWithinRow = false;
        return hash;
    }
}
