-- Changes what others see of a user.
--
-- KEYS     as part/presence
--
-- ARGV     field, value, field, value, ...: "status", "visible" or "invisible"; an empty value takes the field out
--
-- Returns {status, visible, invisible} as they are now; empty where nothing was set.

-- with part/clock
-- with part/presence

local changed = false
for i = 1, #ARGV, 2 do
  local field, value = ARGV[i], ARGV[i + 1]
  if (redis.call('HGET', presence, field) or '') ~= value then
    changed = true
    if value == '' then
      redis.call('HDEL', presence, field)
    else
      redis.call('HSET', presence, field, value)
    end
    if field == 'invisible' and value == '1' then
      redis.call('HSET', presence, 'seen', text(now))
    end
  end
end
if changed then
  tell()
end
local settings = fields(presence, 'status', 'visible', 'invisible')
return {settings.status or '', settings.visible or '', settings.invisible or ''}
