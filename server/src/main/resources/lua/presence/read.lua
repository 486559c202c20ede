-- The presence of users of one slot, and whether each of them is a contact of who asks, or blocks it.
--
-- For each user four keys:
-- KEYS[4i+1]  presence hash
-- KEYS[4i+2]  conversations zset
-- KEYS[4i+3]  groups zset
-- KEYS[4i+4]  blocked zset
--
-- ARGV[1]     group that both are said to be in, or empty
-- ARGV[2]     who asks, or empty
-- ARGV[i+3]   direct conversation of the user with who asks, or empty
--
-- Returns, for each user: 1 when it is a contact, and 2 more when it blocks who asks, else 0; {field, value, ...} of the hash.

local found = {}
for i = 1, #KEYS, 4 do
  local direct = ARGV[(i - 1) / 4 + 3]
  local contact = direct ~= '' and redis.call('ZSCORE', KEYS[i + 1], direct)
    or ARGV[1] ~= '' and tonumber(redis.call('ZSCORE', KEYS[i + 2], ARGV[1]) or 0) > 0
  local barred = ARGV[2] ~= '' and redis.call('ZSCORE', KEYS[i + 3], ARGV[2])
  found[#found + 1] = (contact and 1 or 0) + (barred and 2 or 0)
  found[#found + 1] = redis.call('HGETALL', KEYS[i])
end
return found
