-- Lets the user of the change in, who has asked for it. part/change names KEYS and ARGV.
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
  if not redis.call('ZSCORE', requests, user) and not member_of(roster, user) then
    return refuse('NO_SUCH_MEMBER', user, 'user', 'somebody who waits for an answer')
  end
  return admit()
end)
