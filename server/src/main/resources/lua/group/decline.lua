-- Takes back the request of the user of the change. part/change names KEYS and ARGV.
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
  local user = users[1].name
  if redis.call('ZREM', requests, user) == 0 then
    return refuse('NO_SUCH_MEMBER', user, 'user', 'somebody who waits for an answer')
  end
  return commit(next_place(state), stored)
end)
