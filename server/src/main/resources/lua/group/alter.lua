-- Changes settings. part/change names KEYS and ARGV.
--
-- argument(1)   most attributes of a group
-- argument(2..) field, value, field, value, ... as meta has them; an attribute, whose field starts with "a:", is taken out by
--               an empty value
--
-- For admins.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

-- How many attributes there would be, by the fields that the group has and those that the change sets or takes out.
local function attributes_after(patch)
  local count = 0
  for _, field in ipairs(redis.call('HKEYS', meta)) do
    if string.sub(field, 1, 2) == 'a:' and patch[field] == nil then
      count = count + 1
    end
  end
  for field, value in pairs(patch) do
    if string.sub(field, 1, 2) == 'a:' and value ~= '' then
      count = count + 1
    end
  end
  return count
end

-- What of the wanted settings the group does not have yet.
local function news()
  local patch, n = {}, 2
  while argument(n) do
    local field, value = argument(n), argument(n + 1)
    local gone = value == '' and string.sub(field, 1, 2) == 'a:'
    if redis.call('HGET', meta, field) ~= (not gone and value) then
      patch[field] = value
    end
    n = n + 2
  end
  return patch
end

return change('admin', function()
  local patch = news()
  if next(patch) == nil then
    return unchanged()
  end
  local most = tonumber(argument(1))
  if attributes_after(patch) > most then
    return refuse('TOO_MANY', most, 'attributes', 'no more than that')
  end
  for field, value in pairs(patch) do
    if value == '' and string.sub(field, 1, 2) == 'a:' then
      redis.call('HDEL', meta, field)
    else
      redis.call('HSET', meta, field, value)
    end
  end
  if patch.slow_mode then
    redis.call('DEL', spoke)
  end
  return commit(next_place(state), stored)
end)
