-- Takes a link back. part/change names KEYS and ARGV.
--
-- argument(1)  token
--
-- For admins.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('admin', function()
  if redis.call('HDEL', links, argument(1)) == 0 then
    return unchanged()
  end
  return commit(next_place(state), stored)
end)
