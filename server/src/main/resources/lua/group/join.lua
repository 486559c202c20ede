-- The actor, who is the user of the change, wants in. part/change names KEYS and ARGV.
--
-- ARGV[4]      the entry that tells of a new member
-- argument(1)  the entry that tells of a request
-- argument(2)  token of a link, or empty
--
-- By the policy: OPEN is in; APPROVAL waits, but is in with a link; LINK is in with a link. FORBIDDEN alike for INVITE and
-- for a group that is not there.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

local REQUESTS_MAX = 100

-- The link of this token with as much use as it has left, or nil.
local function usable(token)
  local expires, uses, by = string.match(redis.call('HGET', links, token) or '', '^(%d+) (%d+) (.+)$')
  if expires and (expires == '0' or tonumber(expires) > now) then
    return {token = token, expires = expires, uses = tonumber(uses), by = by}
  end
end

local function use(link)
  if link.uses == 1 then
    redis.call('HDEL', links, link.token)
  elseif link.uses > 1 then
    redis.call('HSET', links, link.token, link.expires .. ' ' .. text(link.uses - 1) .. ' ' .. link.by)
  end
end

local function request()
  if redis.call('ZSCORE', requests, actor) then
    return unchanged('pending')
  end
  if redis.call('ZCARD', requests) >= REQUESTS_MAX then
    return refuse('TOO_MANY', REQUESTS_MAX, 'requests', 'fewer who wait for an answer')
  end
  redis.call('ZADD', requests, text(now), actor)
  return commit(next_place(state), argument(1), 'pending')
end

local answer = answered()
if answer then
  return answer
end
local me = member_of(roster, actor)
local closed = not state.epoch or state.join == 'INVITE'
if state.dismissed or (closed and not me) then
  return refuse('FORBIDDEN')
end
answer = out_of_turn()
if answer then
  return answer
end
if me or state.join == 'OPEN' then
  return admit()
end

local token = argument(2)
if token == '' then
  return state.join == 'APPROVAL' and request() or refuse('FORBIDDEN')
end
local link = usable(token)
if not link then
  return refuse('LINK_INVALID', '', 'link', 'one that is known, not expired and not used up')
end
local reply = admit()
if reply[1] == 'accepted' then
  use(link)
end
return reply
