-- The reference's examples run, and it names everything there is.
local source = os.getenv "COMPLAINT_SOURCE" or "."
package.path = source .. "/tests/lua/?.lua;" .. package.path
local complaint = require "complaint"
local support = require "support"
local test = support.test

local function read(path)
  local file = assert(io.open(source .. "/" .. path, "rb"))
  local text = file:read "*a"
  file:close()
  return text
end

-- Run a text in an environment whose files lie elsewhere.
local function run(text, name)
  local path = support.path()
  text = text:gsub('"[%w:]*%w+%.db"', function()
    return ("%q"):format("sqlite:" .. path)
  end)
  local printed = 0
  local environment = setmetatable({
    print = function() printed = printed + 1 end }, { __index = _G })
  assert(load(text, "=" .. name, "t", environment))()
  assert(printed > 0, name .. " prints nothing")
end

for _, name in ipairs { "docs/reference/lua.md", "docs/reference/lua.zh-CN.md",
  "README.md", "README.zh-CN.md" } do
  test("the examples of " .. name .. " run", function()
    local count = 0
    for block in ("\n" .. read(name)):gmatch "\n```lua\n(.-)\n```" do
      run(block, name)
      count = count + 1
    end
    assert(count > 0)
  end)
end

test("every name is in the reference", function()
  for _, name in ipairs { "lua.md", "lua.zh-CN.md" } do
    local text = read("docs/reference/" .. name)
    for line in read("tests/lua/surface.txt"):gmatch "[^\n]+" do
      local class, method = line:match "^(%w+):([%w_]+)$"
      if class then
        assert(text:find(class .. ":" .. method, 1, true), name .. ": " .. line)
      elseif not line:find("core.", 1, true) then
        assert(text:find("complaint." .. line, 1, true), name .. ": " .. line)
      end
    end
  end
end)

support.finish()
