-- Reading of stored messages, as far as scripts must.

local function varint(bytes, at)
  local value, factor = 0, 1
  while true do
    local byte = string.byte(bytes, at)
    value, at = value + byte % 128 * factor, at + 1
    if byte < 128 then
      return value, at
    end
    factor = factor * 128
  end
end

-- The fields of a StoredMessage by number; of one that stands several times, the last, but all of those with the number
-- `repeated` are put into `all`. The schema has varints, what is preceded by its length, and numbers of 8 bytes, and
-- nothing else.
local function stored_fields(bytes, repeated, all)
  local found, at = {}, 1
  while at <= #bytes do
    local tag, value
    tag, at = varint(bytes, at)
    if tag % 8 == 1 then
      value, at = string.sub(bytes, at, at + 7), at + 8
    else
      value, at = varint(bytes, at)
      if tag % 8 == 2 then
        local length = value
        value, at = string.sub(bytes, at, at + length - 1), at + length
      end
    end
    local number = math.floor(tag / 8)
    found[number] = value
    if number == repeated then
      all[#all + 1] = value
    end
  end
  return found
end

-- Whom a stored message mentions, * for all.
local function names_in(bytes)
  local names = {}
  if stored_fields(bytes, 31, names)[32] == 1 then
    names[#names + 1] = '*'
  end
  return names
end
