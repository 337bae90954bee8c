using FluentAssertions;
using PgBackup.Schema;
using Xunit;

namespace PgBackup.Tests.Schema;

/// <summary>Rings, and what drags others behind the data.</summary>
[Trait("Category", "Unit")]
public sealed class DependencyLoopTests
{
    private static uint _number = 20_000;

    [Fact]
    public void Objects_that_need_nothing_come_by_section_kind_and_name()
    {
        var root = Object(ObjectKind.Type, "root");
        SchemaObject[] expected =
        [
            root, Object(ObjectKind.Function, "a", root), Object(ObjectKind.Function, "b", root), Object(ObjectKind.Function, "c", root),
            Object(ObjectKind.View, "a", root), Object(ObjectKind.View, "b", root), Object(ObjectKind.Function, "behind", root),
        ];
        expected[^1].Section = BackupSection.PostData;

        Sort([.. expected.Reverse()]).Should().Equal(expected);
    }

    [Fact]
    public void Default_that_reaches_back_is_made_behind_its_table_and_others_stay_in_it()
    {
        var table = Object(ObjectKind.Table, "t");
        var function = Object(ObjectKind.Function, "f", table);
        var reaching = Inline(table, "reaching", function);
        var other = Inline(table, "other", table);

        Sort([other, reaching, function, table]).Should().Equal(table, function, reaching);
        reaching.InlineIn.Should().BeNull();
        other.InlineIn.Should().Be(table);
    }

    [Fact]
    public void Generated_column_that_reaches_back_stays_in_its_table_and_the_function_is_made_first()
    {
        var table = Object(ObjectKind.Table, "t");
        var late = Object(ObjectKind.View, "needed");
        var function = Object(ObjectKind.Function, "f", table, late);
        var generated = Inline(table, "g", function);
        generated.CanBeApart = false;

        var (sorted, warnings) = DependencySorter.Sort([generated, function, table, late]);

        sorted.Should().Equal(late, function, table);
        generated.InlineIn.Should().Be(table);
        warnings.Should().Equal(
            "FUNCTION f, TABLE t depend on each other in a ring that could not be resolved; FUNCTION f is written first.");
    }

    [Fact]
    public void Function_of_a_ring_comes_first_as_its_body_is_not_checked()
    {
        var domain = Object(ObjectKind.Domain, "d");
        var function = Object(ObjectKind.Function, "f", domain);
        domain.Dependencies.Add(function);

        DependencySorter.Sort([domain, function]).Objects.Should().Equal(function, domain);
    }

    [Fact]
    public void Ring_through_what_cannot_leave_its_table_is_opened_too()
    {
        var (first, second) = (Object(ObjectKind.Table, "a"), Object(ObjectKind.Table, "b"));
        Inline(first, "x", second).CanBeApart = false;
        Inline(second, "y", first).CanBeApart = false;

        var (sorted, warnings) = DependencySorter.Sort([first, second, .. first.Children, .. second.Children]);

        sorted.Should().Equal(first, second);
        warnings.Should().ContainSingle();
    }

    [Fact]
    public void Warning_names_the_whole_ring()
    {
        var (a, b, c) = (Object(ObjectKind.Function, "a"), Object(ObjectKind.Function, "b"), Object(ObjectKind.Function, "c"));
        a.Dependencies.Add(b);
        b.Dependencies.Add(c);
        c.Dependencies.Add(a);

        var (sorted, warnings) = DependencySorter.Sort([a, b, c, Object(ObjectKind.Function, "d", a)]);

        sorted.Select(o => o.Name).Should().Equal("a", "c", "b", "d");
        warnings.Should().ContainSingle().Which.Should().StartWith("FUNCTION a, FUNCTION b, FUNCTION c depend on each other");
    }

    [Fact]
    public void Type_and_its_functions_meet_by_a_shell()
    {
        var late = Object(ObjectKind.View, "late");
        var type = Object(ObjectKind.Type, "t");
        type.ShellObject = Object(ObjectKind.ShellType, "t", late);
        var (input, output) = (Object(ObjectKind.Function, "in", type), Object(ObjectKind.Function, "out", type));
        type.Dependencies.UnionWith([input, output]);

        Sort([type, input, output, late]).Should().Equal(late, type.ShellObject, input, output, type);
    }

    [Fact]
    public void One_of_two_views_that_need_each_other_is_provisional_at_first()
    {
        var late = Object(ObjectKind.View, "z");
        var column = Object(ObjectKind.Domain, "d", late);
        var (first, second) = (Object(ObjectKind.View, "a", column), Object(ObjectKind.View, "b"));
        first.Dependencies.Add(second);
        second.Dependencies.Add(first);
        first.Definition = Object(ObjectKind.View, "a_definition");

        Sort([first, second, column, late]).Should().Equal(late, column, first, second, first.Definition);
    }

    [Fact]
    public void What_needs_a_key_comes_behind_the_data_with_all_that_needs_it()
    {
        var table = Object(ObjectKind.Table, "t");
        var key = Object(ObjectKind.Constraint, "t_pkey", table);
        var grouped = Object(ObjectKind.View, "grouped", key, table);
        var onTop = Object(ObjectKind.View, "a_view", grouped);

        Sort([onTop, grouped, key, table]).Should().Equal(table, key, grouped, onTop);
        new[] { grouped, onTop }.Should().OnlyContain(view => view.Section == BackupSection.PostData);
    }

    [Fact]
    public void Table_stays_before_its_rows_when_its_default_needs_what_is_behind_them()
    {
        var grouped = GroupedView(out var keyed, out var key);
        var function = Object(ObjectKind.Function, "f", grouped);
        var table = Object(ObjectKind.Table, "u");
        var value = Inline(table, "value", function);
        var other = Inline(table, "other");

        Sort([value, other, function, table, grouped, key, keyed]);

        (table.Section, value.Section, value.InlineIn).Should().Be((BackupSection.PreData, BackupSection.PostData, null));
        other.InlineIn.Should().Be(table);
    }

    [Fact]
    public void Generated_column_that_needs_what_is_behind_the_data_stays_in_its_table()
    {
        var view = GroupedView(out var keyed, out var key);
        view.Definition = Object(ObjectKind.View, "v_definition");
        var table = Object(ObjectKind.Table, "u");
        var generated = Inline(table, "g", Object(ObjectKind.Function, "f", view));
        generated.CanBeApart = false;

        Sort([table, generated, view, key, keyed, .. generated.Dependencies]).Should().Contain([table, view.Definition]);

        (table.Section, generated.InlineIn).Should().Be((BackupSection.PreData, table));
    }

    [Fact]
    public void Table_with_a_column_of_a_views_type_stays_before_its_rows()
    {
        var view = GroupedView(out var keyed, out var key);
        view.Definition = Object(ObjectKind.View, "v_definition");
        var composite = Object(ObjectKind.Type, "y", view);
        var table = Object(ObjectKind.Table, "u", composite);

        var sorted = Sort([table, composite, view, key, keyed]);

        sorted.Should().Equal(keyed, view, composite, table, key, view.Definition);
        sorted.Select(o => o.Section).Should().Equal(
            BackupSection.PreData, BackupSection.PreData, BackupSection.PreData, BackupSection.PreData,
            BackupSection.PostData, BackupSection.PostData);
    }

    [Fact]
    public void What_needs_a_part_of_a_table_waits_for_the_table_and_the_table_for_what_its_parts_need()
    {
        var needed = Object(ObjectKind.View, "needed");
        var table = Object(ObjectKind.Table, "t");
        var part = Inline(table, "part", needed, table);
        var waiting = Object(ObjectKind.Function, "waiting", part);

        Sort([waiting, part, table, needed]).Should().Equal(needed, table, waiting);
    }

    [Fact]
    public void Part_of_a_table_that_is_not_written_is_written_itself()
    {
        var part = Inline(Object(ObjectKind.Table, "absent"), "part");

        Sort([part]).Should().Equal(part);
    }

    private static Node GroupedView(out Node table, out Node key)
    {
        table = Object(ObjectKind.Table, "keyed");
        key = Object(ObjectKind.Constraint, "keyed_pkey", table);
        return Object(ObjectKind.View, "v", key);
    }

    private static IReadOnlyList<SchemaObject> Sort(IReadOnlyCollection<SchemaObject> objects)
    {
        var (sorted, warnings) = DependencySorter.Sort(objects);
        warnings.Should().BeEmpty();
        return sorted;
    }

    private static Node Object(ObjectKind kind, string name, params SchemaObject[] needs)
    {
        var item = new Node(kind, name);
        item.Dependencies.UnionWith(needs);
        return item;
    }

    private static Node Inline(Node container, string name, params SchemaObject[] needs)
    {
        var item = Object(ObjectKind.Default, name, needs);
        item.InlineIn = container;
        container.Children.Add(item);
        return item;
    }

    private sealed class Node : SchemaObject
    {
        private readonly ObjectKind _kind;

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Node(ObjectKind kind, string name)
        {
            _kind = kind;
            Address = new ObjectAddress(CatalogOid.Function, _number++);
            Name = name;
            Section = kind.Section();
        }

        public List<Node> Children { get; } = [];

        public bool CanBeApart { get; set; } = true;

        public Node? ShellObject { get; set; }

        public Node? Definition { get; set; }

        public override ObjectKind Kind => _kind;

        public override bool CanStandAlone => CanBeApart;

        public override SchemaObject? Shell => ShellObject;

        public override string Identity => $"{_kind.Name()} {Name}";

        public override SchemaObject? SplitForLoop()
        {
            if (Definition is not { Dependencies.Count: 0 } definition)
                return null;
            return definition;
        }

        public override void WriteDefinition(StatementList statements) => statements.Add($"CREATE {Identity}");
    }
}
