namespace GameServer.Host.Startup;

/// <summary>Section <c>Server</c>: where the server listens and who may use it.</summary>
internal sealed record ServerSettings : ISettings
{
    internal const string Section = "Server";

    /// <summary>Addresses to listen on, with semicolons between them.</summary>
    public string Urls { get; init; } = "http://localhost:8080";

    /// <summary>Origins besides the server's own whose pages may use it.</summary>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Proxies that are believed whom they speak for: addresses or networks, with semicolons between them. None for a server that
    /// clients reach directly.
    /// </summary>
    public string KnownProxies { get; init; } = "";

    /// <summary>Where the built web client is; null to look in the usual places.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Over how many seconds the clients' return is spread when the server stops.</summary>
    public int DrainSpreadSeconds { get; init; } = 5;

    /// <summary>The single addresses of <see cref="Urls"/>.</summary>
    internal string[] UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The single entries of <see cref="KnownProxies"/>.</summary>
    internal string[] KnownProxyList =>
        KnownProxies.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (UrlList.Length == 0)
        {
            yield return "Server:Urls names no address to listen on.";
        }

        foreach (var url in UrlList.Where(url => !IsAddress(url)))
        {
            yield return $"Server:Urls has '{url}', which is no address such as http://localhost:8080.";
        }

        foreach (var origin in AllowedOrigins.Where(origin => !IsOrigin(origin)))
        {
            yield return $"Server:AllowedOrigins has '{origin}', which is no origin such as https://games.example.org.";
        }

        foreach (var proxy in KnownProxyList.Where(proxy => !Web.KnownProxies.TryParse(proxy, out _)))
        {
            yield return $"Server:KnownProxies has '{proxy}', which is no address or network such as 10.0.0.0/8.";
        }

        foreach (var problem in SettingsReader.OutOfBounds("Server:DrainSpreadSeconds", DrainSpreadSeconds, 0, 300))
        {
            yield return problem;
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme is "http" or "https" && address.PathBase.Length == 0 && address.Port is >= 0 and <= 65535;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}
