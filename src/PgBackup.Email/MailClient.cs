using MailKit.Net.Smtp;
using MimeKit;

namespace PgBackup.Email;

/// <summary>Delivers to those recipients that the server takes, and remembers the others: one who has left must not keep the news from the
/// rest.</summary>
internal sealed class MailClient : SmtpClient
{
    private readonly List<(MailboxAddress Address, SmtpResponse Response)> _refused = [];

    public IReadOnlyList<(MailboxAddress Address, SmtpResponse Response)> Refused => _refused;

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _refused.Add((mailbox, response));

    protected override void OnNoRecipientsAccepted(MimeMessage message)
    {
        var (address, response) = _refused[^1];
        throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, response.StatusCode, address, response.Response);
    }
}
