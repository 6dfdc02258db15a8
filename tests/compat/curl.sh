#!/usr/bin/env bash
# Plays with curl alone: joins an arena, says something, reads events by polls and by a stream. Usage: curl.sh http://localhost:8080
# Every answer goes into a variable first: a command that fails inside the arguments of another ends no script.
set -euo pipefail
server=$1
json='Content-Type: application/json'

fail() {
  echo "$1" >&2
  exit 1
}

player=$(curl -sf "$server/api/players" -H "$json" -d '{"name":"Curly"}')
token=$(grep -o '"token":"[^"]*' <<<"$player" | cut -d'"' -f4)
auth="Authorization: Bearer $token"

# A join is answered with joined, what was missed, and the state. joined has the room at place 4, the attach at place 7, and then
# epoch, epoch's id and offset: with 0 for a state that is not held, a cursor.
joined=$(curl -sf "$server/send" -H "$auth" -H "$json" -d '["join",0,"first","quick","arena",false,0,null,null]')
room=$(head -1 <<<"$joined" | cut -d'"' -f6)
attach=$(head -1 <<<"$joined" | cut -d, -f7)
start=$(head -1 <<<"$joined" | cut -d, -f8-10 | tr -d '"'),0
[[ $joined == '["joined",0,"first",'* && -n $room && $attach =~ ^[0-9]+$ ]] || fail "The join was answered with $joined"
grep -q '^\["full"' <<<"$joined" || fail "The join brought no state: $joined"
echo "joined $room, attach $attach"

# A command is answered when the room has applied it; sent again, it is applied once and answered the same.
say='["command",0,7,1,"say",{"text":"hello from curl"}]'
answer=$(curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d "$say")
again=$(curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d "$say")
[[ $answer == '["answer",0,7,1,null,'* ]] || fail "The command was answered with $answer"
[[ $again == "$answer" ]] || fail "Sent again, the command was answered with $again and not with $answer"
echo "answer $answer, twice"

# A poll from there has everything since; X-Cursor says what the next one is to ask for. That one is held until there is something
# newer.
first=$(curl -sfi "$server/poll?room=$room&attach=$attach&cursor=$start" -H "$auth" | tr -d '\r')
cursor=$(sed -n 's/^X-Cursor: //Ip' <<<"$first")
[[ -n $cursor ]] || fail "The first poll came without a cursor: $first"
told=$(grep -o 'hello from curl' <<<"$first" | wc -l) || fail "What was said was not told: $first"
[[ $told -eq 1 ]] || fail "What was said once was told $told times: $first"
poll=$(curl -sf "$server/poll?room=$room&attach=$attach&cursor=$cursor&wait=10" -H "$auth")
[[ -n $poll ]] || fail "A held poll of a room in which ships fly was answered with nothing."
[[ $poll != *'hello from curl'* ]] || fail "What was said came again after its cursor: $poll"
echo "cursor $cursor, then ${poll:0:60}"

# Reads a stream until a delta has come. What comes then cannot be written any more, which ends curl with 23; a stream that does not
# get that far ends it with another code.
stream() {
  curl -sfN -m 20 "$@" | sed '/^data: \["delta"/q' || [ $? -eq 23 ]
}

# A stream of the same.
seen=$(stream "$server/sse?room=$room&attach=$attach" -H "$auth") || fail "The stream brought no delta."
ids=$(grep -c '^id: ' <<<"$seen") || fail "The stream brought no ids: $seen"
[[ $ids -gt 1 ]] || fail "The stream brought one id, not several: $seen"
data=$(grep -m1 '^data: \[' <<<"$seen")
echo "stream $ids ids, first: ${data:0:40}"

# The market may be watched by anyone, without a token.
seen=$(stream "$server/sse?room=ticker.main&rate=1") || fail "The ticker's stream brought no delta."
ids=$(grep -c '^id: ' <<<"$seen") || fail "The ticker's stream brought no ids: $seen"
[[ $ids -gt 1 ]] || fail "The ticker's stream brought one id, not several: $seen"
echo "ticker $ids ids"

# A room in which nothing happens but what is said below: a proxy that passes streams on by the buffer would keep all of it, for the
# stream has a few hundred bytes a minute. On a room that fills buffers it could not be told from one that passes everything on.
joined=$(curl -sf "$server/send" -H "$auth" -H "$json" -d '["join",0,"quiet","create","chat",false,0,null,null]')
quiet=$(head -1 <<<"$joined" | cut -d'"' -f6)
seat="room=$quiet&attach=$(head -1 <<<"$joined" | cut -d, -f7)"
exec 3< <(exec curl -sfN -m 60 "$server/sse?$seat" -H "$auth")
listening=$!

# Reads the stream until a line that has this, for 15 s at most.
hears() {
  local line end=$((SECONDS + 15))
  while ((SECONDS < end)) && IFS= read -r -t 15 line <&3; do
    [[ $line == *"$1"* ]] && return
  done
  kill "$listening" 2>/dev/null || true
  fail "On the stream of a quiet room $2 did not come."
}

hears 'event: open' 'the first event'
curl -sf "$server/send?$seat" -H "$auth" -H "$json" -d '["command",0,8,1,"say",{"text":"a word by curl"}]' >/dev/null
hears 'a word by curl' 'what was said'
kill "$listening"
echo "quiet $quiet, heard"

left=$(curl -sf "$server/send?room=$room&attach=$attach" -H "$auth" -H "$json" -d '["leave",0]')
echo "left ${left:-without a word}"
