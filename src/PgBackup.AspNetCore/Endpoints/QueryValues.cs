using System.Globalization;
using Microsoft.AspNetCore.Http;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>The query parameters of a request.</summary>
internal sealed class QueryValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">There is one that the endpoint does not have, or one twice, or one without a value.</exception>
    public QueryValues(IQueryCollection query, IReadOnlyList<QueryParameter> parameters)
    {
        foreach (var (name, values) in query)
        {
            if (!parameters.Any(p => p.Name == name))
                throw ApiException.Invalid(name, $"There is no such query parameter. {KnownNames(parameters)}");
            if (values.Count != 1 || string.IsNullOrEmpty(values[0]))
                throw ApiException.Invalid(name, "It must be there once, and have a value.");
            _values[name] = values[0]!;
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int? Integer(string name, int least, int most) => (int?)Number(name, least, most);

    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw ApiException.Invalid(name, $"It must be a whole number from {least} to {most}.");
    }

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw ApiException.Invalid(name, "It must be true or false."),
    };

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ApiException.Invalid(name, "It must be a time such as 2026-01-31T02:00:00Z.");
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        return EnumNames<T>.TryParse(text, out var value) ? value : throw ApiException.Invalid(name, EnumNames<T>.Wanted);
    }

    private static string KnownNames(IReadOnlyList<QueryParameter> parameters) => parameters.Count == 0
        ? "This endpoint takes none."
        : $"There is {string.Join(", ", parameters.Select(p => p.Name))}.";
}
