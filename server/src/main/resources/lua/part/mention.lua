-- Messages that mention somebody who may not have read them yet, as docs/adr/017-mentions.md explains. Needs part/clock.
--
-- mentions    zset, all of one score and so in the order of their bytes: "user seq", and "* seq" for all members, the seq in
--             16 digits
-- mentioning  list of the same, oldest first, with those that were recalled, so that the oldest can be forgotten
-- meta        also mentioned: seq of the newest message that mentions somebody, whether or not it was recalled

local MENTIONS_MAX = 10000

-- Those of one user that a head names.
local MENTIONS_SHOWN = 100

local function mention(name, seq)
  return name .. ' ' .. string.format('%016d', seq)
end

-- Keeps that the message at this place mentions `names`, which have spaces between. Without a message before it that
-- mentions somebody, what there is was left over by a log that was lost.
local function keep_mentions(meta, mentions, mentioning, place, names)
  if not redis.call('HGET', meta, 'mentioned') then
    redis.call('DEL', mentions, mentioning)
  end
  redis.call('HSET', meta, 'mentioned', text(place.seq))
  local scored, all = {}, {}
  for name in string.gmatch(names, '%S+') do
    all[#all + 1] = mention(name, place.seq)
    scored[#scored + 1] = '0'
    scored[#scored + 1] = all[#all]
  end
  redis.call('ZADD', mentions, unpack(scored))
  local beyond = redis.call('RPUSH', mentioning, unpack(all)) - MENTIONS_MAX
  if beyond > 0 then
    redis.call('ZREM', mentions, unpack(redis.call('LPOP', mentioning, beyond)))
  end
end

-- The message with this seq mentions nobody any more.
local function forget_mentions(mentions, seq, names)
  for i, name in ipairs(names) do
    names[i] = mention(name, seq)
  end
  if #names > 0 then
    redis.call('ZREM', mentions, unpack(names))
  end
end

-- Seqs of the newest messages after `read` that mention the user or all, oldest first, with spaces between.
local function unread_mentions(mentions, state, user, read)
  if (tonumber(state.mentioned) or 0) <= read then
    return ''
  end
  local seqs, known = {}, {}
  for _, name in ipairs({user, '*'}) do
    local newest, after = '[' .. mention(name, 2 ^ 53), '(' .. mention(name, read)
    for _, each in ipairs(redis.call('ZREVRANGEBYLEX', mentions, newest, after, 'LIMIT', 0, MENTIONS_SHOWN)) do
      local seq = tonumber(string.match(each, '%d+$'))
      if not known[seq] then
        known[seq] = true
        seqs[#seqs + 1] = seq
      end
    end
  end
  table.sort(seqs)
  local shown = {}
  for i = math.max(1, #seqs - MENTIONS_SHOWN + 1), #seqs do
    shown[#shown + 1] = text(seqs[i])
  end
  return table.concat(shown, ' ')
end
