-- Conversations of a user by touch, the latest first.
--
-- KEYS[1]  conversations zset: conversation -> touch in microseconds
--
-- ARGV[1]  version that the asker has, which is the lowest touch wanted
-- ARGV[2]  touches from here on are left out, as a zset range has it
-- ARGV[3]  most conversations
--
-- Returns {version, lowest touch, {conversation, touch, ...}}, as part/touched says.

-- with part/touched

return touched(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
