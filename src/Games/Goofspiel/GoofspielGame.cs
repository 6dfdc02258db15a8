using GameServer.Protocol;
using GameServer.Rooms;

namespace Games.Goofspiel;

/// <summary>
/// A card game for two. Prizes of 1 to 13 are turned up one by one; each player bids a card of their own 13, unseen by the other. The
/// higher bid takes the prizes that lie there; when bids are equal, they stay.
/// </summary>
public sealed class GoofspielGame : Game
{
    private const int Highest = 13, Deck = 2, Played = 3;
    private readonly Table<Player> players;
    private readonly Table<Card> cards;

    /// <summary>A table at which nobody sits yet.</summary>
    public GoofspielGame() => (players, cards) = (Replicated<Player>(Player.Schema), Replicated<Card>(Card.Schema));

    /// <inheritdoc/>
    public override GameSettings Settings { get; } = new() { Kind = "goofspiel", TickRate = 10, Seats = 2, Grace = TimeSpan.FromMinutes(2) };

    /// <inheritdoc/>
    public override string? OnJoin(RoomContext room, Seat seat, Payload options)
    {
        players.Add(seat.Index).Name = seat.Name;
        for (var i = 0; players.Count == 2 && i < 3 * Highest; i++)
        {
            var card = cards.Add(room.NextId());
            (card.Value, card.Holder) = ((i / 3) + 1, i % 3);
            card.View = card.Holder == Deck ? Views.Nobody : Views.Of(card.Holder);
        }

        TurnUp(room);
        return null;
    }

    /// <inheritdoc/>
    public override void OnLeave(RoomContext room, Seat seat, LeaveReason reason) => room.Close($"{seat.Name} has left the table.");

    /// <inheritdoc/>
    public override CommandReply OnCommand(RoomContext room, Seat seat, string name, Payload arguments)
    {
        var hand = Of(seat.Index);
        if (name != "bid" || players[seat.Index].HasBid || hand.Find(card => card.Value == arguments.AsInteger(1, Highest)) is not { } bid)
        {
            return CommandReply.Refuse("not_now", "You have bid already, or do not hold that card.");
        }

        (bid.IsBid, players[seat.Index].HasBid) = (true, true);
        if (players[0].HasBid && players[1].HasBid)
        {
            Settle(Of(0).Find(card => card.IsBid)!, Of(1).Find(card => card.IsBid)!);
            TurnUp(room);
        }

        return CommandReply.Ok;
    }

    private void Settle(Card one, Card other)
    {
        foreach (var prize in Of(Deck).Where(card => card.View == Views.Everyone && one.Value != other.Value))
        {
            players[one.Value > other.Value ? 0 : 1].Score += prize.Value;
            prize.Holder = Played;
        }

        foreach (var card in (Card[])[one, other])
        {
            players[card.Holder].HasBid = false;
            (card.Holder, card.IsBid, card.View) = (Played, false, Views.Everyone);
        }
    }

    private void TurnUp(RoomContext room)
    {
        var left = Of(Deck).FindAll(card => card.View == Views.Nobody);
        if (left.Count > 0)
        {
            left[room.Chance.Next(left.Count)].View = Views.Everyone;
        }
        else if (cards.Count > 0)
        {
            room.Emit("over", Payload.Array(players[0].Score, players[1].Score));
        }
    }

    private List<Card> Of(int holder)
    {
        var held = new List<Card>();
        foreach (var card in cards)
        {
            if (card.Holder == holder)
            {
                held.Add(card);
            }
        }

        return held;
    }
}

internal sealed class Player : Row
{
    internal static readonly TableSchema Schema = new("players", [Column.Text("name"), Column.Int("score"), Column.Int("hasBid")]);
    internal string Name { get => Text(0); set => Set(0, value); }
    internal long Score { get => Int(1); set => Set(1, value); }
    internal bool HasBid { get => Int(2) != 0; set => Set(2, value ? 1 : 0); }
}

internal sealed class Card : Row
{
    internal static readonly TableSchema Schema = new(
        "cards", [Column.Int("view"), Column.Int("holder"), Column.Int("value"), Column.Int("isBid")], view: "view");

    internal long View { get => Int(0); set => Set(0, value); }
    internal int Holder { get => (int)Int(1); set => Set(1, value); }
    internal long Value { get => Int(2); set => Set(2, value); }
    internal bool IsBid { get => Int(3) != 0; set => Set(3, value ? 1 : 0); }
}
