-- All who reacted to a message. part/reader names KEYS and ARGV[1].
--
-- ARGV[2]  seq of the message
--
-- Returns {{"emoji user", seq of the entry, ...}}, or {"refused", reason, value, message}: FORBIDDEN, NO_SUCH_MESSAGE.

-- with part/clock
-- with part/roster
-- with part/stored
-- with part/reader
-- with part/target

if not enter() then
  return refuse('FORBIDDEN')
end
local seq = tonumber(ARGV[2])
if not can_see(seq) or not message_at(tonumber(state.epoch), seq) then
  return refuse_no_message('seq', seq)
end
local all, seen = redis.call('HGETALL', view.reactors .. ARGV[2]), {}
for i = 1, #all, 2 do
  if tonumber(all[i + 1]) <= view.visible then
    seen[#seen + 1] = all[i]
  end
end
return {seen}
