using System.Text;

namespace PgBackup.Schema;

/// <summary>The parenthesised <c>name = value</c> list of <c>CREATE TYPE</c>, <c>CREATE AGGREGATE</c> and their like.</summary>
internal sealed class PropertyList
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a property, unless <paramref name="value"/> is null. The value is SQL: quoted already.</summary>
    public void Add(string name, string? value)
    {
        if (value is not null)
            Append($"{name} = {value}");
    }

    /// <summary>Adds a property that is only a word.</summary>
    public void AddFlag(string name, bool isSet)
    {
        if (isSet)
            Append(name);
    }

    /// <summary>Adds text that is a list of properties already.</summary>
    public void AddRaw(string? properties)
    {
        if (!string.IsNullOrEmpty(properties))
            Append(properties);
    }

    public override string ToString() => $"({_text}\n)";

    private void Append(string property)
    {
        if (_text.Length > 0)
            _text.Append(',');
        _text.Append("\n    ").Append(property);
    }
}
