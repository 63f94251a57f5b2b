-- A kiosk in ten lines: file a complaint, offline, nothing lost.
-- 十行代码的自助终端：离线登记，断电不丢。  lua5.4 kiosk.lua sqlite:kiosk.db
local complaint = require "complaint"
local register <close> = assert(complaint.open { arg[1], create = true, language = "zh-CN" })
assert(register:install { "procedure/iso10002", "calendar/cn", "catalog/general" })
local case = assert(register:file {
  title = "电水壶漏水", description = "买来三天，壶底开始漏水。", channel = "kiosk",
  product = "kettle-1", batch = "2026-10-A", actor = "kiosk-7",
  parties = { { role = "complainant", name = "顾客", phone = "12345" } },
})
print("已登记，编号 " .. case.number .. "，请保留。")
