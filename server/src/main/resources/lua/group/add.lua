-- Makes members of the users of the change who are not. part/change names KEYS and ARGV.
--
-- For admins; for every member where whoever asks is in.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/index
-- with part/cursor
-- with part/roster
-- with part/change

return change(state.join == 'OPEN' and 'member' or 'admin', admit)
