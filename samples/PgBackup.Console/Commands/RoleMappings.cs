using System.CommandLine;

namespace PgBackup.ConsoleHost.Commands;

/// <summary><c>--map-role OLD=NEW</c>.</summary>
internal static class RoleMappings
{
    public static Option<string[]> Option() => new("--map-role")
    {
        Description = "Name the role NEW wherever the backup names OLD. Names stand as they are, without quotes. May be repeated.",
        HelpName = "OLD=NEW",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Takes the words apart.</summary>
    /// <exception cref="UsageException">One has not two names, or names a role of the backup again.</exception>
    public static Dictionary<string, string> Parse(IEnumerable<string> words)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == word.Length - 1)
                throw new UsageException($"--map-role is '{word}'; it must be OLD=NEW, for instance \"app=app_copy\".");
            if (!roles.TryAdd(word[..equals], word[(equals + 1)..]))
                throw new UsageException($"--map-role names {word[..equals]} twice; it can become one role only.");
        }

        return roles;
    }
}
