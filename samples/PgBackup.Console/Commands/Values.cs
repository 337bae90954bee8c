using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PgBackup.ConsoleHost.Commands;

/// <summary>Kinds of arguments and options that several commands have.</summary>
internal static class Values
{
    private const int MaxJobs = 64;
    private const int MaxSeconds = 86_400;

    public static Argument<string> BackupId() => new("ID") { Description = "The backup's id, as backup and list print it." };

    public static Option<string?> Format(string description) => new("--format") { Description = description, HelpName = "sql|json|csv" };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>An option that may be given more than once.</summary>
    public static Option<string[]> Patterns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "PATTERN",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<int?> Jobs(string description) => new("--jobs")
    {
        Description = description,
        HelpName = "N",
        CustomParser = argument =>
        {
            if (int.TryParse(Word(argument), NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) && jobs is >= 1 and <= MaxJobs)
                return jobs;
            argument.AddError($"--jobs is '{Word(argument)}'; it must be 1 to {MaxJobs}.");
            return null;
        },
    };

    public static Option<TimeSpan?> LockTimeout() => new("--lock-timeout")
    {
        Description = "How long to wait for a lock that others hold on a table. Default: 60.",
        HelpName = "SECONDS",
        CustomParser = argument =>
        {
            if (double.TryParse(Word(argument), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxSeconds)
                return TimeSpan.FromSeconds(seconds);
            argument.AddError($"--lock-timeout is '{Word(argument)}'; it must be more than 0 and at most {MaxSeconds} seconds.");
            return null;
        },
    };

    /// <summary>An option that takes one of the words of an enumeration.</summary>
    public static Option<T?> Words<T>(string name, string description)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = argument =>
            {
                if (words.Contains(Word(argument)))
                    return Enum.Parse<T>(Word(argument), ignoreCase: true);
                argument.AddError($"{name} is '{Word(argument)}'; it must be {string.Join(" or ", words)}.");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>An option that takes a number of more than zero.</summary>
    public static Option<long?> Number(string name, string helpName, string description, long most = 1_000_000) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = argument =>
        {
            if (long.TryParse(Word(argument), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1 && number <= most)
                return number;
            argument.AddError($"{name} is '{Word(argument)}'; it must be 1 to {most}.");
            return null;
        },
    };

    private static string Word(ArgumentResult argument) => argument.Tokens[0].Value;
}
