using System.Globalization;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>A base type, made of input and output functions.</summary>
internal sealed class BaseType : UserType
{
    /// <summary>Gets the size in bytes; -1 for a variable one.</summary>
    public required int Length { get; init; }

    public required string Input { get; init; }

    public required string Output { get; init; }

    public required string? Receive { get; init; }

    public required string? Send { get; init; }

    public required string? ModifierInput { get; init; }

    public required string? ModifierOutput { get; init; }

    public required string? Analyze { get; init; }

    public required string? Subscript { get; init; }

    public required bool IsCollatable { get; init; }

    /// <summary>Gets the default value in the type's external form.</summary>
    public required string? Default { get; init; }

    /// <summary>Gets the type of what subscripts fetch.</summary>
    public required string? Element { get; init; }

    public required char Category { get; init; }

    public required bool IsPreferred { get; init; }

    public required char Delimiter { get; init; }

    public required char Alignment { get; init; }

    public required char Storage { get; init; }

    public required bool IsPassedByValue { get; init; }

    public override void WriteDefinition(StatementList statements)
    {
        var properties = new PropertyList();
        properties.Add("INTERNALLENGTH", Length == -1 ? "variable" : Length.ToString(CultureInfo.InvariantCulture));
        properties.Add("INPUT", Input);
        properties.Add("OUTPUT", Output);
        properties.Add("RECEIVE", Receive);
        properties.Add("SEND", Send);
        properties.Add("TYPMOD_IN", ModifierInput);
        properties.Add("TYPMOD_OUT", ModifierOutput);
        properties.Add("ANALYZE", Analyze);
        properties.Add("SUBSCRIPT", Subscript);
        properties.Add("COLLATABLE", IsCollatable ? "true" : null);
        properties.Add("DEFAULT", Default is null ? null : Sql.Literal(Default));
        properties.Add("ELEMENT", Element);
        properties.Add("CATEGORY", Category == 'U' ? null : Sql.Literal(Category.ToString()));
        properties.Add("PREFERRED", IsPreferred ? "true" : null);
        properties.Add("DELIMITER", Delimiter == ',' ? null : Sql.Literal(Delimiter.ToString()));
        properties.Add("ALIGNMENT", Alignment switch { 'c' => "char", 's' => "int2", 'd' => "double", _ => "int4" });
        properties.Add("STORAGE", Storage switch { 'e' => "external", 'x' => "extended", 'm' => "main", _ => "plain" });
        properties.AddFlag("PASSEDBYVALUE", IsPassedByValue);
        statements.Add($"CREATE {Identity} {properties}");
    }
}
