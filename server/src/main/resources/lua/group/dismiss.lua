-- Ends the group: its log takes no more entries, and members may read what there is. Nothing is written per member. part/change
-- names KEYS and ARGV.
--
-- For the owner.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('owner', function()
  local place = next_place(state)
  redis.call('HSET', meta, 'dismissed', text(place.seq))
  redis.call('DEL', requests, links, spoke)
  return commit(place, stored)
end)
