using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace PgBackup.AspNetCore.Access;

/// <summary>Keeps the endpoints closed, whatever conventions the host puts on them or on a group around them.</summary>
internal static class EndpointAccess
{
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="isOpen">Whether the options let in everybody.</param>
    public static void Close(IEndpointConventionBuilder endpoints, bool isOpen) => endpoints.Finally(endpoint =>
    {
        for (var i = endpoint.Metadata.Count - 1; i >= 0; i--)
        {
            if (endpoint.Metadata[i] is IAllowAnonymous)
                endpoint.Metadata.RemoveAt(i);
        }

        if (!endpoint.Metadata.OfType<IAuthorizeData>().Any(a => a.Policy == PgBackupPolicies.Administrator))
            endpoint.Metadata.Add(new AuthorizeAttribute(PgBackupPolicies.Administrator));
        if (isOpen)
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
    });
}
