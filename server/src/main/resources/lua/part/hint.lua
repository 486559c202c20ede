-- What the bus carries besides entries; HintForm says the same.

-- Where a user's cursor stands now; `by` are the user, and the device and session that moved it.
local function cursor_hint(conversation, epoch, cursor, by)
  return struct.pack('>I1I8I8I8I8I8Hc0Hc0Hc0', 20, epoch, by.session, cursor.delivered, cursor.read, cursor.count,
    #conversation, conversation, #by.user, by.user, #by.device, by.device)
end

-- Receipts of the channel's group changed.
local function receipts_hint(epoch)
  return struct.pack('>I1I8', 21, epoch)
end
