-- Gives the user of the change a role. part/change names KEYS and ARGV.
--
-- argument(1)  role; owner hands the group over, and the actor becomes an admin. Who becomes owner is no longer muted:
--              nobody could end that.
--
-- For the owner, of others.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('owner', function(me)
  local it, role = member_of(roster, users[1].name), argument(1)
  if not it then
    return refuse('NO_SUCH_MEMBER', users[1].name, 'user', 'a member')
  end
  if it.user == actor then
    return refuse('ROLE_NOT_ALLOWED', actor, 'user', 'somebody else')
  end
  if it.role == role then
    return unchanged()
  end
  local place = next_place(state)
  it.role = role
  if role == 'owner' then
    it.muted = 0
    me.role = 'admin'
    save(me, place)
  end
  save(it, place)
  return commit(place, stored)
end)
