namespace Games.Arena;

/// <summary>What moves of a shot; as in <see cref="Shot"/>, of which there is none yet while its first ticks are judged.</summary>
internal readonly record struct Flying(long Owner, int X, int Y, int Vx, int Vy, long Born, int Ttl);
