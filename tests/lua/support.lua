-- What the Lua tests share: a small runner, and registers whose clock stands.
local complaint = require "complaint"

local support = { NOW = "2026-03-02T01:00:00Z" }
local failed, passed = 0, 0

--- Run a test; its name is a sentence.
function support.test(name, body)
  local ok, problem = xpcall(body, function(err)
    return debug.traceback(tostring(err), 2)
  end)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write("FAILED: ", name, "\n", problem, "\n")
  end
end

--- End the program with what was seen.
function support.finish()
  print(("%d passed, %d failed"):format(passed, failed))
  os.exit(failed == 0 and passed > 0, true)
end

local function show(value)
  if type(value) ~= "table" then return type(value) .. " " .. tostring(value) end
  local parts = {}
  for key, member in pairs(value) do
    parts[#parts + 1] = tostring(key) .. "=" .. show(member)
  end
  table.sort(parts)
  return "{" .. table.concat(parts, ", ") .. "}"
end

--- Equal, through tables, with the types of numbers.
function support.equal(seen, expected)
  if show(seen) ~= show(expected) then
    error("expected " .. show(expected) .. ", not " .. show(seen), 2)
  end
end

--- What may happen: nil and an error of this status, which is returned.
function support.fails(status, problem, err)
  if problem ~= nil or type(err) ~= "table" or err.status ~= status then
    error("expected nil and " .. status .. ", not " .. show(problem) .. ", "
      .. show(err), 2)
  end
  assert(err.message ~= "" and tostring(err):find(err.message, 1, true))
  return err
end

--- Misuse: raised, with this in its text.
function support.raises(pattern, call, ...)
  local ok, err = pcall(call, ...)
  if ok then error("nothing was raised", 2) end
  if not tostring(err):find(pattern) then
    error("raised " .. tostring(err) .. ", not " .. pattern, 2)
  end
  return err
end

--- A register with definitions and a clock that stands at NOW.
function support.open(options)
  options = options or {}
  options[1] = options[1] or "memory:"
  if options.create == nil then options.create = true end
  options.now = options.now or support.NOW
  local register = assert(complaint.open(options))
  assert(register:install { "procedure/iso10002", "calendar/cn" })
  return register
end

--- A case of the outside system "crm".
function support.file(register)
  return register:file {
    title = "Kettle leaks", channel = "phone", source = "crm",
    external_number = "A-7",
    parties = { { role = "complainant", name = "Someone" } },
  }
end

--- The items of an iteration, as a list.
function support.collect(...)
  local items = {}
  for item in ... do items[#items + 1] = item end
  return items
end

--- A path that no file has yet; it is removed when the program ends well.
local paths = {}
function support.path()
  local path = os.tmpname()
  os.remove(path)
  paths[#paths + 1] = path
  return path
end

function support.clean()
  for _, path in ipairs(paths) do
    for _, ending in ipairs { "", "-wal", "-shm" } do
      os.remove(path .. ending)
    end
  end
end

local finish = support.finish
function support.finish()
  collectgarbage()
  collectgarbage()
  support.clean()
  finish()
end

return support
