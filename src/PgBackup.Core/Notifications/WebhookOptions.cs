namespace PgBackup;

/// <summary>A webhook: each event is posted to an address as JSON, see <c>docs/notify.md</c>.</summary>
public sealed class WebhookOptions : HttpNotifierOptions
{
    private const int MinSecretLength = 16;

    /// <summary>Gets or sets the name by which logs know it.</summary>
    /// <value>The default, null, means <c>webhook</c> and the host of the address.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets what the receiver knows, and nobody else: each call is signed with it
    /// (<c>X-PgBackup-Signature</c>).</summary>
    /// <value>16 characters or more. The default, null, means that calls are not signed.</value>
    public string? Secret { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Secret is { Length: < MinSecretLength })
        {
            throw new ArgumentException(
                $"Secret is too short: it must have {MinSecretLength} characters or more. Leave it out for no signature.");
        }
    }
}
