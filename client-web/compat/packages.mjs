// The npm packages `ws` and `eventsource`, which know nothing of this server, and plain fetch: plays over each of them.
// Usage: node compat/packages.mjs http://localhost:8080 [http], which is without `ws`
import { EventSource } from 'eventsource';
import WebSocket from 'ws';

const [, , server, only] = process.argv;
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

async function overPolls(token) {
  const join = ['join', 0, 'p', 'quick', 'arena', false, 0, null, null];
  const [, , , room, , , attach, epoch, id, offset] = frames(await post('/send', join, token))[0];
  const seat = `room=${room}&attach=${attach}`;
  const say = ['command', 0, 7, 1, 'say', { text: 'hello by polls' }];
  const answer = await post(`/send?${seat}`, say, token);
  if ((await post(`/send?${seat}`, say, token)) !== answer)
    fail('The repeated command was answered otherwise.');
  const headers = { Accept: 'application/json', Authorization: `Bearer ${token}` };
  let [cursor, at, state, told, answered] = [`${epoch},${id},${offset},0`, offset, 0, 0, 0];
  while (answered < 10 || told === 0) {
    const reply = await fetch(`${server}/poll?${seat}&wait=10&session=p&cursor=${cursor}`, {
      headers,
    });
    if (!reply.ok) fail(`/poll: ${reply.status} ${await reply.text()}`);
    for (const frame of frames(await reply.text())) {
      if (frame[0] === 'events') {
        const [, , from, to, events] = frame;
        if (from !== at) fail(`Events from ${from} came at ${at}.`);
        at = to;
        told += events.filter(([, name, what]) => name === 'said' && what.text === 'hello by polls').length;
      } else if (frame[0] === 'delta') {
        if (frame[3] !== state) fail(`A delta from ${frame[3]} came at ${state}.`);
        state = frame[4];
      } else if (frame[0] === 'full') {
        if (answered > 0) fail('The cursor was not honoured.');
        state = frame[5];
      }
    }
    cursor = reply.headers.get('x-cursor') ?? cursor;
    answered++;
  }
  if (told !== 1) fail(`What was said once was told ${told} times.`);
  console.log(`polls: ${answered} answered, state of tick ${state}`);
}

async function play(name, way) {
  const { token } = JSON.parse(await post('/api/players', { name }));
  await way(token);
}

if (only !== 'http') await play('Node', overWs);
await play('Stream', overEventSource);
await play('Polls', overPolls);
clearTimeout(deadline);
