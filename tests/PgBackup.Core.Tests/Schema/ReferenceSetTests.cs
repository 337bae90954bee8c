using FluentAssertions;
using PgBackup.Schema;
using Xunit;

namespace PgBackup.Tests.Schema;

[Trait("Category", "Unit")]
public sealed class ReferenceSetTests
{
    private static readonly string[] Items = [.. Enumerable.Range(0, 20).Select(i => $"item {i}")];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Set_holds_what_a_list_without_duplicates_holds_in_the_same_order(int seed)
    {
        var random = new Random(seed);
        var set = new ReferenceSet<string>();
        var model = new List<string>();
        for (var step = 0; step < 200; step++)
        {
            var item = Items[random.Next(Items.Length)];
            switch (random.Next(12))
            {
                case < 7:
                    set.Add(item).Should().Be(!model.Contains(item));
                    if (!model.Contains(item))
                        model.Add(item);
                    break;
                case < 10:
                    set.Remove(item).Should().Be(model.Remove(item));
                    break;
                case 10:
                    set.ExceptWith(new HashSet<string> { item, Items[0] });
                    model.RemoveAll(i => i == item || i == Items[0]);
                    break;
                default:
                    set.UnionWith([item, Items[1]]);
                    model = [.. model.Append(item).Append(Items[1]).Distinct()];
                    break;
            }

            set.Should().Equal(model);
            set.Count.Should().Be(model.Count);
            Items.Should().OnlyContain(i => set.Contains(i) == model.Contains(i));
        }
    }

    [Fact]
    public void Set_may_change_while_it_is_walked()
    {
        var set = new ReferenceSet<string> { "a", "b" };
        var seen = new List<string>();

        foreach (var item in set)
        {
            seen.Add(item);
            set.Add(item + item);
        }

        seen.Should().Equal("a", "b");
        set.Should().Equal("a", "b", "aa", "bb");
    }
}
