#!/usr/bin/env python3
"""A client written from docs/protocol.md alone: binary frames over a WebSocket, text frames over polls.

Usage: client.py http://localhost:8080 [ws|poll]
Joins an arena, flies a little, says something twice by the same number, and checks what a client may rely on.
Needs Debian's python3-websockets and python3-msgpack.
"""
import asyncio
import json
import sys
import urllib.request
from urllib.parse import quote

import msgpack

HELLO, JOIN, LEAVE, INPUT, COMMAND, ACK, PING = range(1, 8)
WELCOME, JOINED, EVENTS, ANSWER, FULL, DELTA, RESYNC, PONG, LEFT, ERROR, GOAWAY = range(33, 44)
NAMES = {"joined": JOINED, "events": EVENTS, "answer": ANSWER, "full": FULL, "delta": DELTA,
         "resync": RESYNC, "pong": PONG, "left": LEFT, "error": ERROR}
STREAM = 4711


class Copy:
    """What the client holds of its room: cursor, events, state."""

    def __init__(self):
        self.offset = self.tick = self.attach = 0
        self.epoch = self.room = None
        self.events, self.answers, self.rows, self.schema = [], [], {}, None

    def follow(self, frame):
        kind, fields = frame[0], frame[1:]
        if kind == JOINED:
            self.room, self.attach = fields[2], fields[5]
            self.epoch, self.offset = (fields[6], fields[7]), fields[8]
        elif kind == EVENTS:
            _, start, end, events = fields[:4]
            assert start == self.offset, f"events from {start}, but the cursor is at {self.offset}"
            self.events += events
            self.offset = end
        elif kind == FULL:
            self.epoch, self.schema, self.rows = (fields[2], fields[3]), fields[5], {}
            self.state(fields[4], fields[6])
        elif kind == DELTA:
            assert fields[2] == self.tick, f"a delta from {fields[2]}, but the state is of {self.tick}"
            self.state(fields[3], fields[4])
        elif kind == ANSWER:
            self.answers.append(tuple(fields[1:4]))
        elif kind in (ERROR, LEFT):
            raise SystemExit(f"the server says {fields}")

    def state(self, tick, tables):
        assert tick >= self.tick, f"state went back from {self.tick} to {tick}"
        self.tick = tick
        for table, removed, rows in tables:
            for key in removed:
                self.rows.pop((table, key), None)
            for key, mask, *values in rows:
                columns = self.schema[table][1]
                row = self.rows.setdefault((table, key), [0 if c[1] == "int" else "" for c in columns])
                rest = iter(values)
                for i in range(len(columns)):
                    if mask >> i & 1:
                        row[i] = next(rest)

    def check(self, name):
        said = [e for e in self.events if e[1] == "said" and e[2]["text"] == "hello from Python"]
        assert len(said) == 1, f"said {len(said)} times"
        assert {a[:3] for a in self.answers} == {(STREAM, 1, None)}, self.answers
        ships = [row for (table, _), row in self.rows.items() if self.schema[table][0] == "ships"]
        assert any(name in row for row in ships), "our ship is not there"
        offsets = [e[0] for e in self.events]
        assert offsets == sorted(set(offsets)), "events came twice or out of order"
        print(f"ok: {len(self.events)} events, state of tick {self.tick}, {len(ships)} ships")


def request(url, token=None, body=None):
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
        return answer.read().decode()


def guest(server):
    player = json.loads(request(f"{server}/api/players", body=b'{"name":"Monty"}'))
    return player["token"], player["name"]


async def over_websocket(server, copy):
    import websockets
    token, name = guest(server)
    async with websockets.connect(server.replace("http", "ws", 1) + "/ws") as socket:
        await socket.send(msgpack.packb([HELLO, 1, token, "python/1"]) + msgpack.packb(
            [JOIN, 0, "python", "quick", "arena", False, 0, None, None]))
        sent = 0
        while len(copy.answers) < 2 or copy.tick < 90:
            unpacker = msgpack.Unpacker()
            unpacker.feed(await asyncio.wait_for(socket.recv(), 20))
            for frame in unpacker:
                copy.follow(frame)
            # Once at first, and again when it is answered: a copy that meets the first on its way shares its answer.
            if copy.room and sent <= min(len(copy.answers), 1):
                await socket.send(msgpack.packb([COMMAND, 0, STREAM, 1, "say", {"text": "hello from Python"}]))
                sent += 1
        await socket.send(msgpack.packb([LEAVE, 0]))
    return name


def over_polls(server, copy):
    token, name = guest(server)

    def take(text):
        for line in filter(None, text.split("\n")):
            frame = json.loads(line)
            copy.follow([NAMES.get(frame[0], 0)] + frame[1:])

    join = json.dumps(["join", 0, "python", "quick", "arena", False, 0, None, None])
    take(request(f"{server}/send", token, join.encode()))
    seat = f"room={copy.room}&attach={copy.attach}"
    say = json.dumps(["command", 0, STREAM, 1, "say", {"text": "hello from Python"}])
    for _ in range(2):
        take(request(f"{server}/send?{seat}", token, say.encode()))
    while not any(e[1] == "said" for e in copy.events) or copy.tick < 90:
        cursor = quote(f"{copy.epoch[0]},{copy.epoch[1]},{copy.offset},{copy.tick}")
        take(request(f"{server}/poll?{seat}&cursor={cursor}&wait=10", token))
    return name


def main():
    server, way = sys.argv[1].rstrip("/"), (sys.argv + ["ws"])[2]
    copy = Copy()
    name = asyncio.run(over_websocket(server, copy)) if way == "ws" else over_polls(server, copy)
    copy.check(name)


if __name__ == "__main__":
    main()
