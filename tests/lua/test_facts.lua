-- Facts cross the border whole, or are refused in words.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local core = require "complaint.core"
local support = require "support"
local test, equal, fails, raises = support.test, support.equal, support.fails,
  support.raises

local session = core.core_session_new(nil)

local function echo(value)
  local tree, err = session:echo { value = value }
  if err then return nil, err end
  return tree.facts.value
end

test("every type comes back as it went", function()
  for _, value in ipairs { true, false, 0, -5, 0.5, 1e300, "", "壶", "a\nb",
    { 1, 2, 3 }, { a = 1, b = { c = {} } }, { { 1 }, { x = "y" } } } do
    equal(echo(value), value)
  end
  equal(echo(nil), nil)
end)

test("integers stay integers to the last bit", function()
  if not math.type then return end
  for _, value in ipairs { math.maxinteger, math.mininteger, 2^53 // 1 | 0 } do
    equal(echo(value), value)
    equal(math.type(echo(value)), "integer")
  end
  equal(math.type(echo(3.0)), "float")
end)

test("reals are refused where facts enter a journal", function()
  local register <close> = support.open()
  fails("invalid", register:file { title = "x", amount = 1.5 })
end)

test("lists keep their order, maps their keys, empty ones their mark",
  function()
    equal(echo { "c", "a", "b" }, { "c", "a", "b" })
    equal(session:write { a = {}, b = complaint.list {}, c = { 1 } },
      '{"a":{},"b":[],"c":[1]}')
    local parsed = session:parse '{"a":{},"b":[],"c":[null,1]}'
    equal(session:write(parsed), '{"a":{},"b":[],"c":[null,1]}')
    equal(parsed.c[1], complaint.null)
  end)

test("null is nil in maps and complaint.null in lists", function()
  local tree = session:parse '{"a":null,"b":[null]}'
  equal(tree.a, nil)
  assert(tree.b[1] == complaint.null)
  equal(session:write { a = complaint.null }, '{"a":null}')
end)

test("a NUL in a text or key is refused", function()
  local err = fails("invalid", echo "a\0b")
  equal(err.field, "value")
  fails("invalid", session:echo { ["a\0b"] = 1 })
  fails("invalid", complaint.open { "mem\0ory:", create = true })
end)

test("text that is not UTF-8 is refused", function()
  fails("invalid", echo "\xff\xfe")
  fails("invalid", echo "\xed\xa0\x80") -- a lone surrogate
end)

test("reals that are not finite are refused, and the field is named",
  function()
    for _, value in ipairs { 1 / 0, -1 / 0, 0 / 0 } do
      equal(fails("invalid", session:echo { number = value }).field, "number")
    end
  end)

test("a table within itself is refused", function()
  local loop = {}
  loop.loop = loop
  fails("limit", echo(loop))
  local ring = {}
  ring[1] = ring
  fails("limit", echo(ring))
end)

test("nesting is bounded at 16 levels", function()
  local deep = {}
  local inner = deep
  for _ = 1, 13 do
    inner[1] = {}
    inner = inner[1]
  end
  equal(echo(deep), deep)
  inner[1] = { {} }
  fails("limit", echo(deep))
end)

test("what is no fact is misuse", function()
  for _, value in ipairs { print, io.stdout, coroutine.create(print),
    session } do
    raises("a fact must be", echo, value)
    raises("a fact must be", echo, { 1, value })
    raises("a fact must be", echo, { a = { b = value } })
  end
end)

test("a table is a list or a map, not both", function()
  raises("not both", echo, { 1, 2, a = 3 })
  raises("must be a string", echo, { a = 1, [true] = 2 })
  raises("must be a string", echo, { [2.5] = 1 })
  raises("holes", echo, complaint.list { [1] = 1, [2] = 2, [4] = 4,
    [3] = nil } and (function()
      local t = { 1, 2, 3, 4, 5, 6, 7, 8 }
      t[4] = nil
      return t
    end)())
end)

test("facts must be a table", function()
  for _, value in ipairs { 1, "a", true } do
    raises("must be a table", session.echo, session, value)
  end
end)

test("numbers out of range are misuse", function()
  local calendar = assert(complaint.calendar "cn")
  raises("integer", calendar.add_days, calendar, "2026-03-02", 1.5)
  raises("integer", calendar.add_days, calendar, "2026-03-02", "1")
  raises("string", calendar.add_days, calendar, 20260302, 1)
end)

test("the thin layer takes no nil for its boxes", function()
  local register = assert(session:open("memory:", true, false))
  raises("nil", register.install, register, nil, nil)
end)

support.finish()
