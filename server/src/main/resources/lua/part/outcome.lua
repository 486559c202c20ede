-- What operations have made of messages, as docs/adr/012-outcomes-of-messages.md explains: seq of the message -> a packed
-- table of what is in force:
--
--   r  {seq, time, user} of the recall; then there is nothing else
--   e  {seq, ...} of the edits, oldest first; what they say is in the log
--   p  {seq, time, user} of the pin, and when the message expires, if it does
--   x  {{emoji, count, seq of the newest change, {user, ...}}, ...} of the reactions, in the order of their first use

local function outcome_at(outcomes, seq)
  local packed = redis.call('HGET', outcomes, seq)
  return packed and cmsgpack.unpack(packed) or {}
end

-- Whether the reader is one of those who reacted so: of a few all are named.
local function is_of(view, seq, reaction)
  for _, user in ipairs(reaction[4]) do
    if user == view.reader then
      return true
    end
  end
  local field = reaction[1] .. ' ' .. view.reader
  return reaction[2] > #reaction[4] and redis.call('HEXISTS', view.reactors .. seq, field) == 1
end

-- What a reader is shown of an outcome, with what it takes in bytes at most. `view` says of the page: `log`, `outcomes`,
-- `reactors` (the key's beginning), `reader`, and `visible`, the last entry that the reader may read.
--
-- Flat, because each list in a list costs: {"recalled", seq, time, user}, with zeros where the recall is not visible; or
-- {"open", number of edits, seq, time and stored of the newest edit, seq, time and user of the pin, then of each reaction
-- emoji, count, 1 when one is the reader's, users with spaces between}, with zeros and empty texts for what there is not. A reaction
-- that changed later than is visible is left out.
local function shown(view, seq, outcome)
  local visible = view.visible
  if outcome.r then
    local recall = outcome.r[1] <= visible and outcome.r or {0, 0, ''}
    return {'recalled', recall[1], recall[2], recall[3]}, 0
  end
  local edits, edited = 0, 0
  for i, at in ipairs(outcome.e or {}) do
    if at <= visible then
      edits, edited = i, at
    end
  end
  local flat, bytes = {'open', edits, edited, 0, '', 0, 0, ''}, 0
  if edits > 0 then
    local id = text(edited) .. '-0'
    local entry = redis.call('XRANGE', view.log, id, id)[1]
    flat[4], flat[5] = tonumber(entry[2][2]), entry[2][4]
    bytes = #flat[5]
  end
  if outcome.p and outcome.p[1] <= visible then
    flat[6], flat[7], flat[8] = outcome.p[1], outcome.p[2], outcome.p[3]
  end
  for _, reaction in ipairs(outcome.x or {}) do
    if reaction[3] <= visible then
      local n = #flat
      flat[n + 1], flat[n + 2] = reaction[1], reaction[2]
      flat[n + 3], flat[n + 4] = is_of(view, seq, reaction) and 1 or 0, table.concat(reaction[4], ' ')
    end
  end
  return flat, bytes
end

-- The same for each entry of a chunk of the log, with the bytes: of an operation on a message that was recalled, that recall,
-- so that what it says can be held back; of other operations, and of what nothing was done to, nothing.
local function shown_all(view, chunk)
  local subjects, seen, sizes = {}, {}, {}
  for i, entry in ipairs(chunk) do
    subjects[i] = entry[2][6] or string.match(entry[1], '^%d+')
  end
  local packed = redis.call('HMGET', view.outcomes, unpack(subjects))
  for i, entry in ipairs(chunk) do
    if packed[i] then
      local outcome = cmsgpack.unpack(packed[i])
      if outcome.r or not entry[2][6] then
        seen[i], sizes[i] = shown(view, subjects[i], outcome)
        sizes[i] = sizes[i] + #packed[i]
      end
    end
  end
  return seen, sizes
end
