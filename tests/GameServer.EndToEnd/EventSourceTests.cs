using System.Text.Json;
using GameServer.FaultProxy;

namespace GameServer.EndToEnd;

/// <summary>The browser's own <c>EventSource</c>, which has neither headers nor a token, in a player's seat.</summary>
[Collection(nameof(Connecting))]
public sealed class EventSourceTests(ServerProcess server, Browser browser)
{
    private const int Cuts = 3;

    /// <summary>Joins by plain requests, and listens by a stream that a ticket opens; the browser alone opens it again.</summary>
    private const string Listen = """
        async () => {
          const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
          const frames = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
          const post = async (path, body, token) => {
            const headers = token ? { ...json, Authorization: `Bearer ${token}` } : json;
            const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
            return answer.text();
          };
          const { token } = JSON.parse(await post('/api/players', { name: 'Native' }));
          const join = ['join', 0, 'native', 'create', 'arena'];
          const [joined] = frames(await post('/send', join, token));
          const [room, attach, start] = [joined[3], joined[6], joined[9]];
          const seat = `/send?room=${room}&attach=${attach}`;
          const { ticket } = JSON.parse(await post('/api/tickets', { room, attach }, token));
          const seen = { opened: 0, said: [], deltas: 0, wrong: [] };
          let [offset, tick] = [start, null];
          const follow = {
            events: ([, , from, to, events]) => {
              if (from !== offset) seen.wrong.push(`events from ${from} came at ${offset}`);
              offset = to;
              for (const [, name, payload] of events) if (name === 'said') seen.said.push(payload.text);
            },
            full: ([, , , , , at]) => {
              if (tick !== null) seen.wrong.push('the whole state came again');
              tick = at;
            },
            delta: ([, , , from, to]) => {
              if (from !== tick) seen.wrong.push(`a delta from ${from} came for ${tick}`);
              tick = to;
              seen.deltas++;
            },
            resync: (frame) => seen.wrong.push(JSON.stringify(frame)),
            left: (frame) => seen.wrong.push(JSON.stringify(frame)),
          };
          const stream = new EventSource(`/sse?room=${room}&ticket=${ticket}&cursor=${joined[7]},${joined[8]},${start},0`);
          // The server's own event of that name has data; the browser's says that the stream is open.
          stream.onopen = (event) => 'data' in event || seen.opened++;
          stream.onmessage = ({ data }) => {
            for (const frame of frames(data)) follow[frame[0]]?.(frame);
          };
          stream.onerror = () => stream.readyState === EventSource.CLOSED && seen.wrong.push('the browser gave up');
          let n = 0;
          window.__seen = () => JSON.stringify(seen);
          // Said by number until it is answered, whatever is cut: it is applied once.
          window.__say = async (text) => {
            const command = ['command', 0, 7, ++n, 'say', { text }];
            for (let answer = ''; !answer.includes('"answer"'); ) answer = await post(seat, command, token).catch(() => '');
          };
        }
        """;

    private sealed record Seen(int Opened, IReadOnlyList<string> Said, int Deltas, IReadOnlyList<string> Wrong);

    [SkippableFact]
    public async Task Browser_connects_again_by_itself_and_loses_and_repeats_nothing()
    {
        await using var proxy = await HttpFaultProxy.StartAsync(server.Address);
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri(proxy.Address, "healthz").ToString());
        await page.EvaluateAsync(Listen);
        var said = new List<string>();
        for (var cut = 0; cut <= Cuts; cut++)
        {
            await SeesAsync($"the stream is opened {cut + 1} times", seen => seen.Opened == cut + 1);
            await SeesAsync("what was said is heard", seen => seen.Said.Count == said.Count);
            var deltas = (await SeenAsync()).Deltas;
            await SeesAsync("the state goes on", seen => seen.Deltas > deltas);
            if (cut < Cuts)
            {
                proxy.CutAll();
                await SayAsync($"after cut {cut}");
            }
        }

        var last = await SeenAsync();
        Assert.Equal(said, last.Said);
        Assert.Empty(last.Wrong);

        async Task SayAsync(string text)
        {
            said.Add(text);
            await page.EvaluateAsync("(text) => window.__say(text)", text);
        }

        async Task<Seen> SeenAsync() =>
            JsonSerializer.Deserialize<Seen>(await page.EvaluateAsync<string>("() => window.__seen()"), JsonSerializerOptions.Web)!;

        async Task SeesAsync(string what, Func<Seen, bool> condition)
        {
            Seen? seen = null;
            await Until.HoldsAsync(
                what, async () => condition(seen = await SeenAsync()), seen: () => $"{seen} {string.Join(", ", seen!.Wrong)}");
        }
    }
}
