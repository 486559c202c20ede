-- What a message said, oldest first, the present content last. part/reader names KEYS and ARGV[1].
--
-- ARGV[2]  seq of the message
-- ARGV[3]  seq of the version to begin with; 0 for the message itself
-- ARGV[4]  most bytes of stored messages; one version is given even when it is larger
--
-- Returns {{seq, time, stored, seq, ...}, seq of the next version or 0}, or {"refused", reason, value, message}: FORBIDDEN,
-- NO_SUCH_MESSAGE. Of a message that was recalled there is none.

-- with part/clock
-- with part/roster
-- with part/stored
-- with part/outcome
-- with part/reader
-- with part/target

if not enter() then
  return refuse('FORBIDDEN')
end
local seq, from, bytes = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not can_see(seq) or not message_at(tonumber(state.epoch), seq) then
  return refuse_no_message('seq', seq)
end
local outcome = outcome_at(view.outcomes, ARGV[2])
if outcome.r then
  return {{}, 0}
end
local places = {seq}
for _, edit in ipairs(outcome.e or {}) do
  places[#places + 1] = edit
end
local versions = {}
for _, place in ipairs(places) do
  if place >= from and place <= view.visible then
    local id = text(place) .. '-0'
    local entry = redis.call('XRANGE', log, id, id)[1]
    bytes = bytes - #entry[2][4]
    if bytes < 0 and #versions > 0 then
      return {versions, place}
    end
    versions[#versions + 1] = place
    versions[#versions + 1] = tonumber(entry[2][2])
    versions[#versions + 1] = entry[2][4]
  end
end
return {versions, 0}
