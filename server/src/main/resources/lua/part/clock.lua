-- Redis's clock at this step, and numbers as text.

local clock = redis.call('TIME')
local seconds = tonumber(clock[1])
local micros = seconds * 1000000 + clock[2]
local now = math.floor(micros / 1000)

-- Lua would write a number of this size as 1.7e+15. All are whole and far below 2^63; so %d writes what %.0f would, and costs
-- less.
local function text(number)
  return string.format('%d', number)
end

-- Fields of a hash by name, in one call; what is absent is false.
local function fields(key, ...)
  local names, values, found = {...}, redis.call('HMGET', key, ...), {}
  for i = 1, #names do
    found[names[i]] = values[i]
  end
  return found
end
