-- The explanations of a register's clocks, a line each, as Lua gives them:
-- explain.lua REGISTER NOW LANGUAGE... ("-" for the context's).
local complaint = require "complaint"
local core = require "complaint.core"

local session = assert(core.core_session_new(nil))
local register = assert(complaint.open { arg[1], read_only = true })
for case in register:cases { limit = 0 } do
  for i = 3, #arg do
    local language = arg[i] ~= "-" and arg[i] or nil
    local clocks = assert(case:clocks(arg[2], nil, language))
    io.write(case.number, " ", arg[i], " ",
      assert(session:write { clocks = clocks }), "\n")
  end
end
