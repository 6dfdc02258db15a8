using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Ticker;

/// <summary>
/// A simulated stock market that anyone may watch and nobody takes a seat in. The names are those of real companies; the prices
/// are made up by chance. It trades about ten thousand times a second, in sessions of calm and of storm.
/// </summary>
public sealed class TickerGame : Game
{
    /// <summary>The kind.</summary>
    public const string Kind = "ticker";

    /// <summary>The room that is there.</summary>
    public const string MainRoom = "ticker.main";

    /// <summary>Ticks a second.</summary>
    public const int TickRate = 60;

    /// <summary>Ticks of one candle: five seconds.</summary>
    public const int CandleTicks = 5 * TickRate;

    /// <summary>Complete candles that are kept of a stock: five minutes.</summary>
    public const int Candles = 60;

    /// <summary>Trades of each stock in a tick: 8 × 21 × 60 make 10,080 a second.</summary>
    internal const int TradesPerTick = 21;

    internal const int KeysPerCandle = 100;

    private const int MaxLot = 40;

    private static readonly (string Symbol, string Company, int Cents)[] stocks =
    [
        ("AAPL", "Apple", 228_00),
        ("GOOGL", "Alphabet", 176_00),
        ("MSFT", "Microsoft", 424_00),
        ("AMZN", "Amazon", 201_00),
        ("NVDA", "NVIDIA", 138_00),
        ("TSLA", "Tesla", 332_00),
        ("META", "Meta", 563_00),
        ("NFLX", "Netflix", 871_00),
    ];

    private readonly Table<Quote> quotes;
    private readonly Table<Market> market;
    private readonly Table<Candle> candles;
    private readonly Table<Book> books;

    /// <summary>A market that has not opened yet.</summary>
    public TickerGame()
    {
        quotes = Replicated<Quote>(Quote.Schema);
        market = Replicated<Market>(Market.Schema);
        candles = Replicated<Candle>(Candle.Schema);
        books = Hidden<Book>(Book.Schema);
    }

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new()
    {
        Kind = Kind,
        TickRate = TickRate,
        Seats = 1,
        Standing = new StandingRooms(name => name == "main", IsPrivate: true),
        Public = true,
        EmptyFor = TimeSpan.FromSeconds(60),
    };

    /// <inheritdoc/>
    public override void OnCreate(RoomContext room, Payload options)
    {
        for (var i = 0; i < stocks.Length; i++)
        {
            var (symbol, company, cents) = stocks[i];
            var quote = quotes.Add(i + 1);
            (quote.Symbol, quote.Company, quote.Last) = (symbol, company, cents);
            books.Add(quote.Key).Price = cents * Walk.Unit;
        }

        market.Add(1);
        Begin(room, isStorm: false);
        // Whoever comes first has something to see: five minutes, with one large step in place of a tick's many.
        for (var number = -Candles; number < 0; number++)
        {
            for (var tick = 0; tick < CandleTicks; tick++)
            {
                Trade(room, trades: 1, Walk.StepOfTick);
            }

            Complete(number);
        }

        foreach (var quote in quotes)
        {
            (quote.Open, quote.High, quote.Low, quote.Volume) = (quote.Last, quote.Last, quote.Last, 0);
        }
    }

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options) => "The ticker is for watching: it has no seats.";

    /// <inheritdoc/>
    public override void OnTick(RoomContext room)
    {
        if (room.Tick >= market[1].Ends)
        {
            Begin(room, isStorm: !market[1].IsStorm);
            room.Emit("session", Payload.Map(("storm", market[1].IsStorm), ("number", market[1].Session)));
        }

        Trade(room, TradesPerTick, Walk.StepOfTrade);
        market[1].Updates += TradesPerTick * quotes.Count;
        if (room.Tick % CandleTicks == 0)
        {
            Complete((room.Tick / CandleTicks) - 1);
        }
    }
    /// <summary>A session lasts 40 to 75 seconds when it is calm and 12 to 25 when it is not.</summary>
    private void Begin(RoomContext room, bool isStorm)
    {
        var now = market[1];
        now.IsStorm = isStorm;
        now.Session++;
        now.Ends = room.Tick + ((isStorm ? room.Chance.Next(12, 26) : room.Chance.Next(40, 76)) * TickRate);
    }

    private void Trade(RoomContext room, int trades, int step)
    {
        var isStorm = market[1].IsStorm;
        foreach (var quote in quotes)
        {
            var book = books[quote.Key];
            var price = book.Price;
            var (high, low) = (0L, long.MaxValue);
            for (var i = 0; i < trades; i++)
            {
                price = Walk.Step(room.Chance, price, isStorm, step);
                (high, low) = (Math.Max(high, price), Math.Min(low, price));
            }

            book.Price = price;
            var last = price / Walk.Unit;
            if (book.Open == 0)
            {
                (book.Open, book.High, book.Low) = (last, last, last);
            }

            (book.High, book.Low) = (Math.Max(book.High, high / Walk.Unit), Math.Min(book.Low, low / Walk.Unit));
            (quote.High, quote.Low) = (Math.Max(quote.High, high / Walk.Unit), Math.Min(quote.Low, low / Walk.Unit));
            quote.Last = last;
            quote.Spread = Walk.Spread(last, isStorm);
            quote.Volume += trades * room.Chance.Next(1, isStorm ? 4 * MaxLot : MaxLot);
        }
    }

    /// <summary>The candle is over.</summary>
    private void Complete(long number)
    {
        foreach (var book in books)
        {
            var candle = candles.Add((KeysPerCandle * number) + book.Key);
            (candle.Open, candle.High, candle.Low, candle.Close) = (book.Open, book.High, book.Low, book.Price / Walk.Unit);
            book.Open = 0;
            candles.Remove((KeysPerCandle * (number - Candles)) + book.Key);
        }
    }
}
