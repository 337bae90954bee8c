using System.Globalization;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>The functions and the state of one way of aggregating: plain, or over a moving window.</summary>
internal sealed class AggregateTransition
{
    public required string Function { get; init; }

    /// <summary>Gets the function that takes a row out of a moving window again.</summary>
    public string? Inverse { get; init; }

    public required string StateType { get; init; }

    /// <summary>Gets the expected size of the state; 0 where it is not given.</summary>
    public required int StateSpace { get; init; }

    public required string? InitialCondition { get; init; }

    public required string? Final { get; init; }

    public required bool FinalTakesExtra { get; init; }

    public required char FinalModify { get; init; }

    /// <summary>Adds the properties, whose names begin with <paramref name="prefix"/>.</summary>
    public void AddTo(PropertyList properties, string prefix, char defaultModify)
    {
        properties.Add(prefix + "SFUNC", Function);
        properties.Add(prefix + "INVFUNC", Inverse);
        properties.Add(prefix + "STYPE", StateType);
        properties.Add(prefix + "SSPACE", StateSpace == 0 ? null : StateSpace.ToString(CultureInfo.InvariantCulture));
        properties.Add(prefix + "INITCOND", InitialCondition is null ? null : Sql.Literal(InitialCondition));
        properties.Add(prefix + "FINALFUNC", Final);
        properties.AddFlag(prefix + "FINALFUNC_EXTRA", FinalTakesExtra);
        if (FinalModify != defaultModify)
            properties.Add(prefix + "FINALFUNC_MODIFY", FinalModify switch { 'r' => "READ_ONLY", 's' => "SHAREABLE", _ => "READ_WRITE" });
    }
}
