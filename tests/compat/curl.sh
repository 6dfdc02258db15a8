#!/usr/bin/env bash
# Plays with curl alone: joins an arena, says something, reads events by polls and by a stream. Usage: curl.sh http://localhost:8080
set -euo pipefail
server=$1
json='Content-Type: application/json'

token=$(curl -sf "$server/api/players" -H "$json" -d '{"name":"Curly"}' | grep -o '"token":"[^"]*' | cut -d'"' -f4)
auth="Authorization: Bearer $token"

# A join is answered with joined, what was missed, and the state. joined has the room at place 4 and the attach at place 7.
joined=$(curl -sf "$server/send" -H "$auth" -H "$json" -d '["join",0,"first","quick","arena",false,0,null,null]')
room=$(head -1 <<<"$joined" | cut -d'"' -f6)
attach=$(head -1 <<<"$joined" | cut -d, -f7)
echo "joined $room, attach $attach"

# A command is answered when the room has applied it; sent again, it is applied once and answered the same.
say='["command",0,7,1,"say",{"text":"hello from curl"}]'
echo "answer $(curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d "$say")"
echo "again  $(curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d "$say")"

# The first poll has everything; X-Cursor says what the next one is to ask for. That one is held until there is something newer.
cursor=$(curl -sf -D - -o /dev/null "$server/poll?room=$room&attach=$attach" -H "$auth" | tr -d '\r' | sed -n 's/^X-Cursor: //Ip')
echo "cursor $cursor"
echo "poll   $(curl -sf "$server/poll?room=$room&attach=$attach&cursor=$cursor&wait=10" -H "$auth" | head -c 60)"

# A stream of the same. curl gives up after two seconds: exit code 28.
stream=$(curl -sN -m 2 "$server/sse?room=$room&attach=$attach" -H "$auth") || [ $? -eq 28 ]
echo "stream $(grep -c '^id: ' <<<"$stream") messages, first: $(grep -m1 '^data: \[' <<<"$stream" | head -c 40)"
curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d '["leave",0]'
