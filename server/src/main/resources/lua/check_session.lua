-- Whether a session that a node holds is over, of which the node may not have heard.
--
-- KEYS[1]  the user's sessions hash: part/sessions
-- KEYS[2]  the user's revoked hash: part/sessions
--
-- ARGV[1]  device
-- ARGV[2]  stamp of the session
--
-- Returns {"live"}, also for a session of which Redis has lost its memory: it lives on uncounted until it logs in again. Else
-- {"LOGGED_OUT"} or {"SESSION_REPLACED"}.

-- with part/clock
-- with part/sessions

local of, stamp = session_of(KEYS[1], ARGV[1]), tonumber(ARGV[2])
if not of or of.stamp < stamp or (of.stamp == stamp and of.ended == 0) then
  return {'live'}
end
return {is_revoked(KEYS[2], of.device, of.issued) and 'LOGGED_OUT' or 'SESSION_REPLACED'}
