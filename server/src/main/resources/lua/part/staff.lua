-- What only owner and admins may see. Needs part/roster.

local function refuse_all_but_staff(roster, asker)
  local me = member_of(roster, asker)
  if not me then
    return refuse('FORBIDDEN')
  end
  if me.rank < RANK.admin then
    return refuse('ROLE_NOT_ALLOWED', me.role, 'role', 'at least admin')
  end
end
