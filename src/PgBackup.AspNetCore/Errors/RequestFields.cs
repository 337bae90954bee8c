using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PgBackup.AspNetCore.Errors;

/// <summary>The fields of a request, by the names that the library's messages have for them.</summary>
internal sealed class RequestFields
{
    public static readonly RequestFields None = new([]);

    private readonly Dictionary<string, string> _names;

    private RequestFields(Dictionary<string, string> names) => _names = names;

    /// <summary>Takes the fields of a body.</summary>
    /// <param name="type">The body.</param>
    /// <param name="renamed">What the library calls otherwise: its name, and the field.</param>
    public static RequestFields Of(JsonTypeInfo type, params (string Member, string Field)[] renamed)
    {
        var names = type.Properties.ToDictionary(p => string.Concat(p.Name[..1].ToUpperInvariant(), p.Name.AsSpan(1)), p => p.Name);
        foreach (var (member, field) in renamed)
            names[member] = field;
        return new RequestFields(names);
    }

    /// <summary>Takes query parameters, by the names that the library has for them.</summary>
    public static RequestFields Of(params (string Member, string Field)[] names) =>
        new(names.ToDictionary(n => n.Member, n => n.Field));

    /// <summary>Finds the fields that a message names.</summary>
    public IReadOnlyList<string> NamedIn(string message, string? parameter)
    {
        List<string> fields = [];
        foreach (var word in message.Split([' ', '.', ',', ':', ';', '\'', '"', '(', ')', '='], StringSplitOptions.RemoveEmptyEntries))
        {
            if (_names.TryGetValue(word, out var field) && !fields.Contains(field))
                fields.Add(field);
        }

        if (fields.Count == 0 && parameter is { Length: > 0 } && parameter is not ("options" or "policy" or "schedule"))
            fields.Add(JsonNamingPolicy.CamelCase.ConvertName(parameter));
        return fields;
    }
}
