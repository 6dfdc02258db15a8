using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Ticker;

/// <summary>What everyone sees of one stock. Prices are in cents.</summary>
public sealed class Quote : Row
{
    /// <summary>Table <c>quotes</c>; the key is the stock's number.</summary>
    public static readonly TableSchema Schema = new(
        "quotes",
        [
            Column.Text("symbol"), Column.Text("company"), Column.Int("last", 0.01), Column.Int("spread", 0.01), Column.Int("open", 0.01),
            Column.Int("high", 0.01), Column.Int("low", 0.01), Column.Int("volume"),
        ]);

    /// <summary>Short name, such as <c>MSFT</c>.</summary>
    public string Symbol { get => Text(0); set => Set(0, value); }

    /// <summary>Name of the company.</summary>
    public string Company { get => Text(1); set => Set(1, value); }

    /// <summary>Price of the last trade.</summary>
    public long Last { get => Int(2); set => Set(2, value); }

    /// <summary>What lies between the best bid and the best ask.</summary>
    public long Spread { get => Int(3); set => Set(3, value); }

    /// <summary>The first price of the session.</summary>
    public long Open { get => Int(4); set => Set(4, value); }

    /// <summary>The highest price of the session.</summary>
    public long High { get => Int(5); set => Set(5, value); }

    /// <summary>The lowest price of the session.</summary>
    public long Low { get => Int(6); set => Set(6, value); }

    /// <summary>Shares traded in the session.</summary>
    public long Volume { get => Int(7); set => Set(7, value); }
}

/// <summary>The market as a whole: one row with the key 1.</summary>
public sealed class Market : Row
{
    /// <summary>Table <c>market</c>.</summary>
    public static readonly TableSchema Schema = new(
        "market", [Column.Int("storm"), Column.Int("session"), Column.Int("ends"), Column.Int("updates")]);

    /// <summary>Whether it is a stormy session.</summary>
    public bool IsStorm { get => Int(0) != 0; set => Set(0, value ? 1 : 0); }

    /// <summary>The session's number; the first is 1.</summary>
    public long Session { get => Int(1); set => Set(1, value); }

    /// <summary>The tick with which the next session begins.</summary>
    public long Ends { get => Int(2); set => Set(2, value); }

    /// <summary>Trades since the room began, each of which set a price.</summary>
    public long Updates { get => Int(3); set => Set(3, value); }
}

/// <summary>
/// A candle that is complete. Its key is 100 × its number + the stock's; candle <c>n</c> is over with tick
/// (n + 1) × <see cref="TickerGame.CandleTicks"/>.
/// </summary>
public sealed class Candle : Row
{
    /// <summary>Table <c>candles</c>.</summary>
    public static readonly TableSchema Schema = new(
        "candles", [Column.Int("open", 0.01), Column.Int("high", 0.01), Column.Int("low", 0.01), Column.Int("close", 0.01)]);

    /// <summary>First price, in cents.</summary>
    public long Open { get => Int(0); set => Set(0, value); }

    /// <summary>Highest price.</summary>
    public long High { get => Int(1); set => Set(1, value); }

    /// <summary>Lowest price.</summary>
    public long Low { get => Int(2); set => Set(2, value); }

    /// <summary>Last price.</summary>
    public long Close { get => Int(3); set => Set(3, value); }
}

/// <summary>What the room alone knows of a stock: the price to a hundredth of a cent, and the candle that is being made.</summary>
public sealed class Book : Row
{
    /// <summary>Table <c>books</c>.</summary>
    public static readonly TableSchema Schema = new(
        "books", [Column.Int("price"), Column.Int("open"), Column.Int("high"), Column.Int("low")]);

    /// <summary>In hundredths of a cent.</summary>
    public long Price { get => Int(0); set => Set(0, value); }

    /// <summary>First price of the candle, in cents; 0 before its first trade.</summary>
    public long Open { get => Int(1); set => Set(1, value); }

    /// <summary>Highest price of the candle.</summary>
    public long High { get => Int(2); set => Set(2, value); }

    /// <summary>Lowest price of the candle.</summary>
    public long Low { get => Int(3); set => Set(3, value); }
}
