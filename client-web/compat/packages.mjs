// The npm packages `ws` and `eventsource`, which know nothing of this server: joins over the one, streams over the other.
// Usage: node compat/packages.mjs http://localhost:8080
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

const server = process.argv[2];
const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
const deadline = setTimeout(() => fail('Nothing came in time.'), 20_000);

function fail(why) {
  console.error(why);
  process.exit(1);
}

async function post(path, body, token) {
  const headers = token === undefined ? json : { ...json, Authorization: `Bearer ${token}` };
  const answer = await fetch(server + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) fail(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}

const frames = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function overWs(token) {
  const socket = new WebSocket(`${server.replace('http', 'ws')}/ws`);
  await new Promise((open) => socket.on('open', open));
  socket.send(
    `${JSON.stringify(['hello', 1, token, 'ws'])}\n${JSON.stringify(['join', 0, 'w', 'quick', 'arena'])}`,
  );
  let deltas = 0;
  await new Promise((enough) => {
    socket.on('message', (data) => {
      for (const [type] of frames(String(data))) if (type === 'delta') deltas++;
      if (deltas >= 10) enough();
    });
  });
  socket.close();
  console.log(`ws: ${deltas} deltas`);
}

async function overEventSource(token) {
  const join = ['join', 0, 'e', 'quick', 'arena', false, 0, null, null];
  const [, , , room, , , attach] = frames(await post('/send', join, token))[0];
  const { ticket } = JSON.parse(await post('/api/tickets', { room, attach }, token));
  const stream = new EventSource(`${server}/sse?room=${room}&ticket=${ticket}`);
  let [state, last, messages] = [0, '', 0];
  await new Promise((enough) => {
    stream.onmessage = ({ data, lastEventId }) => {
      for (const frame of frames(data)) {
        const tick = frame[0] === 'full' ? frame[5] : frame[0] === 'delta' ? frame[4] : state;
        if (tick < state) fail(`The state went back from ${state} to ${tick}.`);
        state = tick;
      }
      last = lastEventId;
      if (++messages >= 10) enough();
    };
  });
  stream.close();
  // What a browser does by itself when the stream is lost: the id alone goes on where it was.
  const again = await fetch(`${server}/sse?room=${room}`, { headers: { 'Last-Event-ID': last } });
  const reader = again.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes('data: ["delta"')) {
    if (text.includes('["full"') || text.includes('["resync"')) fail('The id was not honoured.');
    const { value, done } = await reader.read();
    if (done) fail(`The stream ended: ${again.status} ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  console.log(`eventsource: ${messages} messages, and on with the last id`);
}

const { token } = JSON.parse(await post('/api/players', { name: 'Node' }));
await overWs(token);
const guest = JSON.parse(await post('/api/players', { name: 'Stream' }));
await overEventSource(guest.token);
clearTimeout(deadline);
