-- Tells a user's slot of a cursor that moved on another slot. Telling it twice does no harm.
--
-- KEYS[1]  conversations zset
-- KEYS[2]  bus channel of the user
--
-- ARGV[1]  conversation to be marked in the user's index, or empty for a group, whose head every comparison has
-- ARGV[2]  hint as the bus carries it
--
-- Returns {}.

-- with part/clock
-- with part/index

if ARGV[1] ~= '' then
  mark(KEYS[1], ARGV[1])
end
redis.call('SPUBLISH', KEYS[2], ARGV[2])
return {}
