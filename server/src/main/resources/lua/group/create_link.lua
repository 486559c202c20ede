-- Makes a link. part/change names KEYS and ARGV.
--
-- argument(1)  token
-- argument(2)  life in ms from now; 0 for no end
-- argument(3)  how many may join with it; 0 for any number
--
-- For admins.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

local LINKS_MAX = 20

-- Links that have expired take no place.
local function drop_expired()
  local all = redis.call('HGETALL', links)
  for i = 1, #all, 2 do
    local expires = tonumber(string.match(all[i + 1], '^%d+'))
    if expires > 0 and expires <= now then
      redis.call('HDEL', links, all[i])
    end
  end
end

return change('admin', function()
  local token, life = argument(1), tonumber(argument(2))
  drop_expired()
  if redis.call('HEXISTS', links, token) == 1 then
    return unchanged()
  end
  if redis.call('HLEN', links) >= LINKS_MAX then
    return refuse('TOO_MANY', LINKS_MAX, 'links', 'fewer')
  end
  local expires = life == 0 and 0 or now + life
  redis.call('HSET', links, token, text(expires) .. ' ' .. argument(3) .. ' ' .. actor)
  return commit(next_place(state), stored)
end)
