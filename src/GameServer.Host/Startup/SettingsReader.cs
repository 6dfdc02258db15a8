namespace GameServer.Host.Startup;

/// <summary>The settings of one feature.</summary>
internal interface ISettings
{
    /// <summary>What is wrong with them: whole sentences that name the setting.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Reads a section of the configuration once, at start, so that a mistake in it stops the server with its sentence.</summary>
internal static class SettingsReader
{
    internal static T Read<T>(IConfiguration configuration, string section)
        where T : class, ISettings, new()
    {
        var values = configuration.GetSection(section);
        var known = typeof(T).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (values.GetChildren().FirstOrDefault(value => !known.Contains(value.Key)) is { } unknown)
        {
            throw new StartupException(
                $"There is no setting {section}:{unknown.Key}; {section} has {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }

        T settings;
        try
        {
            settings = values.Get<T>() ?? new T();
        }
        catch (InvalidOperationException failure)
        {
            // The binder's own sentence names the setting and its value.
            throw new StartupException(failure.Message, failure);
        }

        return settings.Problems().FirstOrDefault() is { } problem ? throw new StartupException(problem) : settings;
    }

    /// <summary>The sentence for a number that is out of its bounds, or nothing.</summary>
    internal static IEnumerable<string> OutOfBounds(string setting, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            yield return $"{setting} must be {min} to {max}, not {value}.";
        }
    }
}
