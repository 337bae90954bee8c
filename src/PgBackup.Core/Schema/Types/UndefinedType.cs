namespace PgBackup.Schema;

/// <summary>A shell type that was never completed: <c>CREATE TYPE name</c> and nothing more.</summary>
internal sealed class UndefinedType : UserType
{
    public override void WriteDefinition(StatementList statements) => statements.Add($"CREATE {Identity}");
}
