-- The pins of a conversation, oldest first. part/reader names KEYS and ARGV[1].
--
-- Returns {{seq of the message, {seq, time, user, ...} of the pin, ...}}, those that expired left out, or {"refused", "FORBIDDEN", "", ""}.

-- with part/clock
-- with part/roster
-- with part/outcome
-- with part/reader

if not enter() then
  return refuse('FORBIDDEN')
end
local pins = {}
for _, seq in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
  local pin = outcome_at(view.outcomes, seq).p
  local expired = pin and pin[4] and pin[4] <= now
  if pin and not expired and pin[1] <= view.visible and can_see(tonumber(seq)) then
    pins[#pins + 1] = tonumber(seq)
    pins[#pins + 1] = pin
  end
end
return {pins}
