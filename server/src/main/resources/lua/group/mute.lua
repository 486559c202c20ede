-- Lets the user of the change send nothing until some time. part/change names KEYS and ARGV.
--
-- argument(1)  that time in ms; 0 for no longer
--
-- For admins, of members whose role is lower than theirs.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('admin', function(me)
  local it, muted = member_of(roster, users[1].name), tonumber(argument(1))
  if not it then
    return refuse('NO_SUCH_MEMBER', users[1].name, 'user', 'a member')
  end
  if it.rank >= me.rank then
    return refuse('ROLE_NOT_ALLOWED', it.user, 'user', 'a member of a lower role')
  end
  if it.muted == muted then
    return unchanged()
  end
  local place = next_place(state)
  it.muted = muted
  save(it, place)
  return commit(place, stored)
end)
