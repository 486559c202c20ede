-- Ends the membership of the users of the change who have one. part/change names KEYS and ARGV.
--
-- For admins, of members whose role is lower than theirs; else nobody goes.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('admin', function(me)
  local leaving = {}
  for _, user in ipairs(users) do
    local record = member_of(roster, user.name)
    if record and record.rank >= me.rank then
      return refuse('ROLE_NOT_ALLOWED', user.name, 'user', 'members of a lower role')
    end
    leaving[user.name] = record
  end
  return expel(leaving)
end)
