namespace PgBackup.Formats;

/// <summary>Recognizes the numbers that readers of JSON get right although they may hold them as doubles.</summary>
internal static class JsonNumber
{
    /// <summary>The most bytes that a number has; what is longer is a string. All of smallint, integer, real and double precision is
    /// shorter.</summary>
    public const int MaxLength = 24;

    /// <summary>What <see cref="Match"/> gives when it must see more.</summary>
    public const int Incomplete = -1;

    // Any decimal number of so many digits survives a double and back.
    private const int ExactDigits = 15;

    /// <summary>Gives the length of the number that a text begins with: 0 where there is none (or one too long), <see cref="Incomplete"/>
    /// where the text ends before that can be told.</summary>
    /// <param name="text">The text. The caller looks at the byte behind the number.</param>
    /// <param name="isWide">Whether the type has numbers of more digits than are exact; these do not count as numbers.</param>
    public static int Match(ReadOnlySpan<byte> text, bool isWide)
    {
        var position = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var begin = position;
        var digits = Digits(text, ref position);
        if (position == text.Length)
            return Rest(text, position);
        if (digits == 0 || (digits > 1 && text[begin] == '0'))
            return 0;
        var significant = text[begin] == '0' ? 0 : digits;
        if (text[position] == '.')
        {
            position++;
            var fraction = position;
            digits = Digits(text, ref position);
            if (position == text.Length)
                return Rest(text, position);
            if (digits == 0)
                return 0;
            if (significant == 0)
                digits = text[fraction..position].TrimStart((byte)'0').Length;
            significant += digits;
        }

        if ((text[position] | 0x20) == 'e')
        {
            position++;
            if (position < text.Length && text[position] is (byte)'+' or (byte)'-')
                position++;
            digits = Digits(text, ref position);
            if (position == text.Length)
                return Rest(text, position);
            if (digits == 0)
                return 0;
        }

        return position > MaxLength || (isWide && significant > ExactDigits) ? 0 : position;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int position)
    {
        var begin = position;
        while (position < text.Length && (uint)(text[position] - '0') <= 9)
            position++;
        return position - begin;
    }

    private static int Rest(ReadOnlySpan<byte> text, int position) => position > MaxLength ? 0 : Incomplete;
}
