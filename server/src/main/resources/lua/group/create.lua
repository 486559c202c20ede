-- Creates a group; the first user of the change is the actor, who becomes the owner. part/change names KEYS and ARGV.
--
-- argument(1..)  field, value, field, value, ...: all settings, as meta has them
--
-- ALREADY_EXISTS when the conversation has a log, whoever is in it.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

local answer = answered() or out_of_turn()
if answer then
  return answer
end
if state.epoch then
  return refuse('ALREADY_EXISTS', conversation, 'conversation', 'a name that no group has')
end
local full = no_room(users)
if full then
  return full
end
local place = next_place(state)
local n = 1
while argument(n) do
  redis.call('HSET', meta, argument(n), argument(n + 1))
  n = n + 2
end
for i, user in ipairs(users) do
  seat(user, i == 1 and 'owner' or 'member', place)
end
count_members(place, #users)
return commit_membership(place, with_pieces(users), users, true)
