-- The presence of users of one slot, and whether each of them is a contact of who asks.
--
-- For each user three keys:
-- KEYS[3i+1]  presence hash
-- KEYS[3i+2]  conversations zset
-- KEYS[3i+3]  groups zset
--
-- ARGV[1]     group that both are said to be in, or empty
-- ARGV[i+2]   direct conversation of the user with who asks, or empty
--
-- Returns, for each user: 1 when it is a contact, else 0; {field, value, ...} of the hash.

local found = {}
for i = 1, #KEYS, 3 do
  local direct = ARGV[(i - 1) / 3 + 2]
  local contact = direct ~= '' and redis.call('ZSCORE', KEYS[i + 1], direct)
    or ARGV[1] ~= '' and tonumber(redis.call('ZSCORE', KEYS[i + 2], ARGV[1]) or 0) > 0
  found[#found + 1] = contact and 1 or 0
  found[#found + 1] = redis.call('HGETALL', KEYS[i])
end
return found
