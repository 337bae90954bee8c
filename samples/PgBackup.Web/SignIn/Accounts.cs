using System.Security.Cryptography;
using System.Text;

namespace PgBackup.Web.SignIn;

/// <summary>An administrator and a plain user, with passwords that are new at each start.</summary>
public sealed class Accounts
{
    public IReadOnlyList<Account> All { get; } = [Make("ada", "admin"), Make("paul", "user")];

    /// <summary>Finds who has a name and a password.</summary>
    public Account? Find(string name, string password) => All.FirstOrDefault(a =>
        a.Name == name && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a.Password), Encoding.UTF8.GetBytes(password)));

    private static Account Make(string name, string role) => new(name, RandomNumberGenerator.GetHexString(16, lowercase: true), role);
}
