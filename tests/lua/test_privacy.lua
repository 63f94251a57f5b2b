-- Personal data from Lua: views, erasure, retention, a person's own.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, fails = support.test, support.equal, support.fails

local raises = support.raises

local function fill(register)
  return assert(register:file { title = "zq title", remark = "zq remark",
    parties = { { name = "zq name", phone = "13800012345" } } })
end

local function count(register)
  local found = 0
  for _, name in ipairs { "case", "party", "journal" } do
    for row in register:relation(name) do
      for _, column in ipairs { "title", "name" } do
        local known, value = pcall(function() return row[column] end)
        if known and type(value) == "string" and value:find "zq" then
          found = found + 1
        end
      end
    end
  end
  return found
end

test("a viewer without the right gets placeholders", function()
  local register <close> = support.open()
  local case = fill(register)
  equal(count(register), 2)
  assert(register:view_as { id = "auditor-1", roles = { "auditor" } })
  equal(count(register), 0)
  equal(assert(register:case(case.number)).title, "***")
  fails("denied", register:export_person { name = "zq name" })
  assert(register:view_as(nil))
  equal(count(register), 2)
end)

test("units see their own", function()
  local register <close> = support.open()
  local number = fill(register).number
  assert(register:set("views",
    '[{"roles": ["desk"], "cases": "unit", "personal": true}]'))
  assert(register:view_as { id = "x", unit = "elsewhere", roles = { "desk" } })
  fails("not_found", register:case(number))
  equal(count(register), 0)
end)

test("a case and a person are erased", function()
  local register <close> = support.open()
  local case = fill(register)
  local person = { phone = "+86 138 0001 2345" }
  equal(#assert(register:export_person(person)).cases, 1)
  local looked = assert(register:erase_person(person,
    { reason = "request", dry_run = true }))
  equal({ looked.erased, #looked.cases }, { 0, 1 })
  equal(count(register), 2)
  equal(assert(register:erase_person(person, { reason = "request" })).erased, 1)
  equal(count(register), 0)
  case = fill(register)
  fails("incomplete", case:erase {})
  equal(assert(case:erase { reason = "request 2" }).erased, "all")
  equal(case.title, nil)
  assert(register:scrub())
  equal(assert(register:verify()).problem_count, 0)
end)

test("retention looks first", function()
  local register <close> = support.open()
  fill(register)
  local found = assert(register:retain())
  equal({ found.due, found.dry_run }, { 0, true })
  fails("limit", register:retain { limit = 0 })
end)

test("a page of a person is in the language that was asked for", function()
  local register <close> = support.open()
  local case = fill(register)
  local person = { phone = "+86 138 0001 2345" }
  for _, language in ipairs { "en", "zh-CN", "zh-TW" } do
    local page = assert(register:person_page(person, { language = language }))
    assert(page:find('<html lang="' .. language .. '">', 1, true))
    assert(page:find(case.number, 1, true))
    assert(page:find("</html>\n$"))
  end
  equal(fails("not_found",
    register:person_page(person, { language = "fr" })).field, "language")
  raises("must be a table", register.person_page, register, 5)
  assert(register:view_as { id = "x", roles = { "auditor" } })
  fails("denied", register:person_page(person))
end)

support.finish()
