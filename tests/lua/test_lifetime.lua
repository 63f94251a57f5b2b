-- Any order of dropping: never a crash, never a leak.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, raises, collect = support.test, support.equal,
  support.raises, support.collect

local function make(path)
  local register = support.open { path or support.path() }
  local case = assert(support.file(register))
  local cursor = assert(register:cursor())
  local dataset = assert(register:dataset())
  return { register, case, cursor, dataset, dataset:column "channel" }
end

local function collect_all()
  collectgarbage()
  collectgarbage()
end

-- All orders of 1 .. n.
local function orders(n)
  if n == 1 then return { { 1 } } end
  local all = {}
  for _, shorter in ipairs(orders(n - 1)) do
    for place = 1, n do
      local order = { table.unpack(shorter) }
      table.insert(order, place, n)
      all[#all + 1] = order
    end
  end
  return all
end

test("every order of dropping four of them", function()
  for _, order in ipairs(orders(4)) do
    local things = make "memory:"
    for _, index in ipairs(order) do
      things[index] = nil
      collect_all()
    end
    equal(things[5][1], "phone")
  end
end)

test("a cursor outlives its register", function()
  local things = make()
  local cursor = things[3]
  things = nil
  collect_all()
  equal(cursor:next().title, "Kettle leaks")
  equal(cursor:next(), nil)
  equal(cursor:next(), nil)
end)

test("a case outlives its register and is worked on", function()
  local case = make()[2]
  collect_all()
  assert(case:perform "acknowledge")
  equal(case.state, "acknowledged")
end)

test("a dataset outlives its closed register", function()
  local things = make()
  assert(things[1]:close())
  equal(things[4]:month("2026-03").received, 1)
end)

test("closing twice is fine", function()
  local things = make()
  for _ = 1, 3 do
    assert(things[1]:close())
    things[3]:close()
  end
end)

test("what is closed is not used, and says where", function()
  local register, case, cursor = table.unpack(make())
  assert(register:close())
  for _, name in ipairs { "describe", "verify", "rebuild", "cases", "cursor",
    "dataset", "due" } do
    local err = raises("closed", register[name], register)
    equal(err.status, "misuse")
  end
  for _, name in ipairs { "refresh", "next", "clocks", "journal" } do
    raises("closed", case[name], case)
  end
  raises("closed", register.file, register, { title = "x" })
  raises("closed", register.case, register, "x")
  raises("closed", register.install, register, "calendar/cn")
  raises("closed", register.set, register, "number", nil)
  raises("closed", register.relation, register, "unit")
  raises("closed", register.batch, register, print)
  raises("closed", case.perform, case, "acknowledge")
  raises("closed", case.amend, case, { title = "y" })
  raises("closed", cursor.next, cursor)
  local line
  local err = raises("closed", function()
    line = debug.getinfo(1, "l").currentline + 1
    local _ = case:perform("acknowledge")
  end)
  assert(tostring(err):find("test_lifetime.lua:" .. line .. ":", 1, true),
    tostring(err))
  cursor:close()
  raises("cursor is closed", cursor.next, cursor)
  raises("cursor is closed", cursor.token, cursor)
end)

test("the register closes in the middle of iteration", function()
  local register = support.open()
  for _ = 1, 3 do assert(register:file { title = "x" }) end
  raises("closed", function()
    for _ in register:cases() do register:close() end
  end)
end)

test("leaving a loop closes its cursor", function()
  local register = support.open()
  for _ = 1, 3 do assert(register:file { title = "x" }) end
  local closed = 0
  for _ = 1, 100 do
    local step, state, start, cursor = register:cases()
    for case in step, state, start, cursor do
      assert(case)
      break
    end
    if not pcall(cursor.next, cursor) then closed = closed + 1 end
  end
  equal(closed, 100)
  register:close()
end)

test("a register leaves its block closed", function()
  local kept
  do
    local register <close> = support.open()
    kept = register
  end
  raises("closed", kept.describe, kept)
end)

test("cycles are collected", function()
  for _ = 1, 20 do
    local things = make "memory:"
    things.self = things
    things[1].actors.loop = things
  end
  collect_all()
end)

test("memory does not grow", function()
  local register = support.open()
  for number = 1, 20 do
    assert(register:file { title = "水壶 " .. number, channel = "web" })
  end
  local function work()
    for case in register:cases { text = "壶" } do
      collect(case:journal())
      case:clocks()
      case:perform("nonsense", { list = { 1, 2, 3 } })
      pcall(case.perform, case, "acknowledge", { bad = { print } })
    end
    register:dataset():pareto { by = "channel" }
  end
  local function resident()
    local file = io.open "/proc/self/statm"
    if not file then return 0 end
    local _, pages = file:read("n", "n")
    file:close()
    return pages * 4096
  end
  for _ = 1, 10 do work() end
  collect_all()
  local before, lua_before = resident(), collectgarbage "count"
  for _ = 1, 60 do work() end
  collect_all()
  assert(collectgarbage "count" - lua_before < 512)
  if not os.getenv "LD_PRELOAD" then
    assert(resident() - before < 4 * 1024 * 1024,
      tostring(resident() - before))
  end
  register:close()
end)

test("objects alive at the end do no harm", function()
  left_alive = make "memory:"
  left_alive = nil
  package.loaded.left_alive = make "memory:"
end)

support.finish()
