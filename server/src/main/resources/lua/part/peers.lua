-- Telling of an entry of a direct conversation, which the log `kept` so. Needs part/clock, log and index.
--
-- publishing: KEYS[first..] pairs of (index zset, bus channel), one pair a user
-- else:       KEYS[first]   publish notes zset of this slot: score = time in ms, member = "seq conversation"

local function tell_peers(first, place, kept, touched)
  if not publishing then
    redis.call('ZADD', KEYS[first], text(place.time), text(place.seq) .. ' ' .. conversation)
    return
  end
  local stale = place.opens or is_stale(tonumber(touched) or 0)
  if stale then
    redis.call('HSET', meta, 'touched', text(micros))
  end
  local entry = bus_form(place, kept)
  for i = first, #KEYS, 2 do
    if stale then
      touch(KEYS[i], conversation)
    end
    redis.call('SPUBLISH', KEYS[i + 1], entry)
  end
end
