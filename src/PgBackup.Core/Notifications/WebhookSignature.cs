using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PgBackup.Notifications;

/// <summary>Signs what a webhook posts: the time together with the body, so that neither can be changed nor an old call be repeated
/// later.</summary>
internal static class WebhookSignature
{
    public static string Of(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + ".");
        byte[] signed = [.. prefix, .. body];
        return $"t={timestamp.ToString(CultureInfo.InvariantCulture)},"
            + $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
