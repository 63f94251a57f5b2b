-- The straight path in the Lua that 5.1, LuaJIT and 5.4 have in common. With
-- a module built for one of them (-DCOMPLAINT_LUA_PACKAGE=lua5.1) it runs
-- under that as well.
local complaint = require "complaint"

local path = os.tmpname()
os.remove(path)
local register = assert(complaint.open { path, create = true,
  now = "2026-03-02T01:00:00Z" })
assert(register:install { "procedure/iso10002", "calendar/cn" })

local case = assert(register:file {
  title = "电水壶漏水", channel = "kiosk",
  claim = { amount = 1250, currency = "CNY" },
  parties = { { role = "complainant", name = "顾客" } },
})
assert(case.number == "2026-00001" and case.closed_at == nil)
assert(case.claim.amount == 1250 and case.claim.currency == "CNY")
assert(case.revision == 1 and tostring(case.revision) == "1")
assert(case:perform "acknowledge")
local nothing, err = case:perform "assess"
assert(nothing == nil and err.status == "incomplete")
assert(err.items[1] == "severity" and tostring(err):find "severity")
assert(case:perform("assess", { severity = "high", safety = true }))
assert(case.safety == true)

local seen = 0
for one in register:cases { state = "assessed" } do
  seen = seen + 1
  for entry in one:journal() do
    seen = seen + 1
    assert(entry.happened_at == "2026-03-02T01:00:00Z")
  end
end
assert(seen == 4)

assert(not pcall(function() return case.nonsense end))
assert(not pcall(case.perform, case, 7))
local loop = {}
loop.loop = loop
nothing, err = register:file(loop)
assert(nothing == nil and err.status == "limit")
assert(not pcall(register.file, register, { 1, 2, a = 3 }))
assert(not pcall(register.file, register, { a = print }))

assert(register:verify().problem_count == 0)
local dataset = assert(register:dataset())
assert(dataset:size() == 1 and dataset:column "channel"[1] == "kiosk")
assert(dataset:month("2026-03").received == 1)
local calendar = assert(complaint.calendar "cn")
assert(calendar:add_days("2019-09-30", 1) == "2019-10-08")
assert(calendar:count_time("2019-09-30T01:00:00Z", "2019-09-30T02:00:00Z")
  == 3600000000)

register:close()
assert(not pcall(case.clocks, case))
register, case, dataset = nil, nil, nil
collectgarbage()
collectgarbage()
for _, ending in ipairs { "", "-wal", "-shm" } do os.remove(path .. ending) end
print(_VERSION, "passed")
