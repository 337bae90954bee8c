namespace PgBackup.AspNetCore.Endpoints;

/// <summary>A query parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as JSON Schema names it.</param>
/// <param name="Description">What it chooses.</param>
internal sealed record QueryParameter(string Name, string Type, string Description)
{
    /// <summary>Gets the words that it may be; empty where it may be any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public string? Format { get; init; }

    public static QueryParameter Text(string name, string description) => new(name, "string", description);

    public static QueryParameter Number(string name, string description) => new(name, "integer", description);

    public static QueryParameter Flag(string name, string description) => new(name, "boolean", description);

    public static QueryParameter Time(string name, string description) => new(name, "string", description) { Format = "date-time" };

    public static QueryParameter Choice<T>(string name, string description)
        where T : struct, Enum => new(name, "string", description) { Values = EnumNames<T>.All };
}
