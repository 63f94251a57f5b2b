-- The month's figures of a register, in Lua: lua5.4 month.lua REGISTER 2019-06
local complaint = require "complaint"

local function show(group)
  local median = group.median_working_days
  print(("%s: received %d, closed %d, within limit %d, median %s"):format(
    group.name or "all", group.received, group.closed, group.within_limit,
    median and ("%.1f working days"):format(median) or "undefined"))
end

local register <close> = assert(complaint.open { arg[1], read_only = true })
local figures = assert(register:dataset()):month(arg[2])
show(figures)
for _, unit in ipairs(figures.by_unit) do
  show(unit)
end
