-- Whether the other user of a direct conversation takes what a user writes there.
--
-- meta has  b1, b2: for each user, in the order of the conversation's id, the ticket by which it blocks the other one;
--                   absent or negative when it does not. The hash may have them before there is a log.

-- Who may write to a user: CONTACTS | NOBODY, everybody when absent. Read here where this Redis holds its slot too, else the
-- caller has read it.
local function writers_of(privacy, known)
  return known ~= '' and known or redis.call('HGET', privacy, 'writers')
end

local function blocks(ticket)
  return ticket and tonumber(ticket) > 0
end

-- Refuses what the user of that side, '1' or '2', writes, when the meta hash has this `state`. Who is not taken does not
-- learn for which of the reasons.
local function refuse_unwanted(state, side, writers)
  local own, others = state.b1, state.b2
  if side == '2' then
    own, others = others, own
  end
  if blocks(own) then
    return {'refused', 'BLOCKED_BY_YOU', '', ''}
  end
  if blocks(others) or writers == 'NOBODY' or (writers == 'CONTACTS' and not state.seq) then
    return {'refused', 'NOT_ACCEPTED', '', ''}
  end
end
