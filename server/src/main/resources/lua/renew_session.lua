-- Lets a live session go on with a newer token.
--
-- KEYS[1]  the user's sessions hash: part/sessions
-- KEYS[2]  the user's revoked hash: part/sessions
--
-- ARGV[1]  device
-- ARGV[2]  stamp of the session
-- ARGV[3]  second at which the token was issued
-- ARGV[4]  until when the session is good with it, in ms
--
-- Returns {"renewed"}; or {"refused", "LOGGED_OUT"} for a token that was issued before a logout, and {"refused",
-- "SESSION_REPLACED"} for a session that is not live any more.

-- with part/clock
-- with part/sessions

local device, issued = ARGV[1], tonumber(ARGV[3])
if is_revoked(KEYS[2], device, issued) then
  return {'refused', 'LOGGED_OUT'}
end
local of = session_of(KEYS[1], device)
if not of or of.stamp ~= tonumber(ARGV[2]) or of.ended ~= 0 then
  return {'refused', 'SESSION_REPLACED'}
end
of.issued, of.good_until = issued, tonumber(ARGV[4])
write(KEYS[1], of)
return {'renewed'}
