-- Notes that a session's connection is gone. One that is not the device's newest any more, or has ended already, changes nothing.
--
-- KEYS[1]  the user's sessions hash: part/sessions
--
-- ARGV[1]  device
-- ARGV[2]  stamp of the session; or hash of its resume token, where it is not known whether it was opened
--
-- Returns {1} when the session was live, else {0}.

-- with part/clock
-- with part/sessions

local of = session_of(KEYS[1], ARGV[1])
if of and (text(of.stamp) == ARGV[2] or of.resume == ARGV[2]) and of.ended == 0 then
  finish(KEYS[1], of, false)
  return {1}
end
return {0}
