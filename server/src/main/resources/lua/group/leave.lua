-- Ends the membership of the actor, who is the user of the change. part/change names KEYS and ARGV.
--
-- For all but the owner.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change('member', function(me)
  if me.role == 'owner' then
    return refuse('ROLE_NOT_ALLOWED', me.role, 'role', 'hand the group over or dismiss it')
  end
  return expel({[actor] = me})
end)
