-- What is exposed, and nothing else; names agree with the headers.
local globals = {}
for name in pairs(_G) do globals[name] = true end

local source = os.getenv "COMPLAINT_SOURCE" or "."
package.path = source .. "/tests/lua/?.lua;" .. package.path
local complaint = require "complaint"
local core = require "complaint.core"
local support = require "support"
local test, equal, raises = support.test, support.equal, support.raises

local function read(path)
  local file = assert(io.open(source .. "/" .. path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

-- Every public name, one a line.
local function surface()
  local lines = {}
  for name in pairs(complaint) do lines[#lines + 1] = name end
  local register = support.open()
  local case = support.file(register)
  local dataset = register:dataset()
  for name, object in pairs {
    register = register, case = case, cursor = register:cursor(),
    dataset = dataset, column = dataset:column "channel",
    calendar = complaint.calendar "cn",
    procedure = complaint.procedure "bank",
    definition = complaint.definition "calendar/cn",
  } do
    for method in pairs(getmetatable(object).methods) do
      lines[#lines + 1] = name .. ":" .. method
    end
  end
  for name in pairs(core) do
    if type(name) == "string" then lines[#lines + 1] = "core." .. name end
  end
  table.sort(lines)
  return table.concat(lines, "\n") .. "\n"
end

test("nothing appeared or vanished", function()
  if os.getenv "COMPLAINT_SURFACE" == "write" then
    local file = assert(io.open(source .. "/tests/lua/surface.txt", "w"))
    file:write(surface())
    file:close()
  end
  equal(surface(), read "tests/lua/surface.txt")
end)

test("the module makes no globals", function()
  for name in pairs(_G) do assert(globals[name], name) end
end)

test("statuses are those of the header", function()
  local body = read("include/complaint/status.h"):match
    "enum complaint_status {(.-)};"
  local count = 0
  for name, value in body:gmatch "COMPLAINT_([%u_]+) = (%-?%d+)" do
    count = count + 1
    equal(core["STATUS_" .. name], math.tointeger(value))
    equal(complaint.status[name], name:lower())
  end
  assert(count > 15)
  for name in pairs(complaint.status) do
    assert(body:find("COMPLAINT_" .. name .. " =", 1, true), name)
  end
end)

test("relations are those of the model", function()
  local relations = complaint.relations()
  local count = 0
  for relation, column, kind in ("\n" .. read
    "libcomplaint/model/relations.def"):gmatch
    "\nCOLUMN%(([%w_]+), ([%w_]+), ([%w_]+)" do
    count = count + 1
    equal(relations[relation][column].type, kind:lower())
  end
  assert(count > 100)
  for _, columns in pairs(relations) do
    for _ in pairs(columns) do count = count - 1 end
  end
  equal(count, 0)
end)

test("relations are copies", function()
  complaint.relations().case.title = nil
  assert(complaint.relations().case.title)
end)

test("no column of a case hides behind a method", function()
  local register = support.open()
  local methods = getmetatable(support.file(register)).methods
  for name in pairs(complaint.relations().case) do
    equal(methods[name], nil)
  end
end)

test("typos are errors", function()
  local register = support.open()
  for _, thing in ipairs { register, register:cursor(), register:dataset(),
    complaint.calendar "cn" } do
    raises("has no typo", function() return thing.typo end)
    raises("takes no typo", function() thing.typo = 1 end)
    assert(tostring(thing):find "^complaint%.")
  end
end)

test("the version is the headers'", function()
  equal(complaint._VERSION,
    read("include/complaint/export.h"):match 'VERSION_STRING "(.-)"')
end)

support.finish()
