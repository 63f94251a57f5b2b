-- Definitions, calendars, procedures: read, shown, verified, without a register
-- or over one. Functions and classes of complaint.lua, which requires this and
-- gives what they need.
return function(complaint, given)
local class, misuse, check_table = given.class, given.misuse, given.check_table
local plain_session, handle_of = given.plain_session, given.handle_of

local definition_methods, definition_meta = class "definition"

for _, name in ipairs { "kind", "name", "digest", "text", "pack" } do
  definition_methods[name] = function(self)
    return self.core[name](self.core)
  end
end
definition_meta.__tostring = function(self)
  return "complaint.definition " .. self:kind() .. "/" .. self:name()
end

local function source_core(source)
  return source.register and source.register.core or plain_session().core
end

-- A definition's core: of a register or of none, in a folder or beside the file.
local function definition_core(source)
  local core = source_core(source)
  if source.text or source.folder then
    return core:definition_over(source.text, source.name, source.folder)
  elseif source.register then
    return core:definition_read(source.name)
  end
  return core:definition(source.name)
end

--- A definition: "kind/name", a path, or { text = yaml, name = file name }.
-- With register = and folder =, what it extends is looked for in them.
function complaint.definition(source)
  if type(source) ~= "table" then source = { name = source } end
  local handle, err = definition_core(source)
  return handle and setmetatable({ core = handle }, definition_meta), err
end

local calendar_methods, calendar_meta = class "calendar"

-- The calendar's functions, each with the core's own arguments:
-- name(), version(), digest(), offset(time) in seconds, day("2019-10-01"),
-- count_days(from, to), add_days(from, n), count_time(from, to) and
-- add_time(from, duration) in microseconds, close_of_day(day).
for _, name in ipairs { "name", "version", "digest" } do
  calendar_methods[name] = function(self)
    return self.core[name](self.core)
  end
end
for _, name in ipairs { "offset", "day", "close_of_day" } do
  calendar_methods[name] = function(self, when)
    return self.core[name](self.core, when)
  end
end
for _, name in ipairs { "count_days", "add_days", "count_time", "add_time" } do
  calendar_methods[name] = function(self, from, to)
    return self.core[name](self.core, from, to)
  end
end
calendar_meta.__tostring = function(self)
  return "complaint.calendar " .. self:name()
end

--- A working calendar: "cn", "every-day", or the path of a YAML file.
function complaint.calendar(name)
  local handle, err = plain_session().core:calendar(name or "cn")
  if not handle then return nil, err end
  return setmetatable({ core = handle }, calendar_meta)
end

local procedure_methods, procedure_meta = class "procedure"

for _, name in ipairs { "name", "digest", "describe" } do
  procedure_methods[name] = function(self)
    return self.core[name](self.core)
  end
end
procedure_meta.__tostring = function(self)
  return "complaint.procedure " .. self:name()
end

--- The diagram as a text: "svg" (or nil) or "mermaid".
function procedure_methods:draw(format, language)
  return self.core:draw(format, language)
end

--- What its rules say of a complaint: a table with missing, urgency, unit ...
function procedure_methods:assess(facts)
  check_table(facts, "facts")
  return self.core:assess(facts or {})
end

--- A state's letter, filled in: options are case = and language =.
function procedure_methods:reply(state, name, facts, options)
  check_table(facts, "facts")
  check_table(options, "options")
  options = options or {}
  local language = options.language
  if not options.case then
    return self.core:reply(state, name, language, facts or {})
  end
  local case, err = handle_of(options.case)
  if not case then return nil, err end
  return case:reply(self.core, state, name, language, facts or {})
end

local function procedure_source(source)
  if type(source) ~= "table" then source = { name = source } end
  if source.name ~= nil and type(source.name) ~= "string" then
    misuse("the name must be a string, not " .. type(source.name))
  end
  if source.text or (source.name or ""):find("[/.]") then
    return definition_core(source)
  elseif source.register then
    return source.register.core:definition("procedure", source.name)
  end
  return plain_session().core:definition("procedure/" .. (source.name or ""))
end

--- A procedure: "iso10002", "bank", the path of a YAML file, or { name =,
-- text =, folder =, register = } as for complaint.definition(); a name alone
-- is then one that is installed.
function complaint.procedure(source)
  local handle, err = procedure_source(source)
  if handle then handle, err = handle:procedure() end
  return handle and setmetatable({ core = handle }, procedure_meta), err
end

--- Names of the bundled procedures, or of a register's.
function complaint.procedures(register)
  local tree, err
  if register then
    tree, err = register:describe()
  else
    tree, err = plain_session().core:bundled("procedure")
  end
  if not tree then return nil, err end
  if not register then return tree.names end
  local names, seen = {}, {}
  for _, one in ipairs(tree.definitions) do
    if one.kind == "procedure" and not seen[one.name] then
      seen[one.name] = true
      names[#names + 1] = one.name
    end
  end
  return names
end

--- What is wrong, or hardly meant, with a procedure: a path or { name =,
-- text =, known = { category = {...}, unit = {...} }, folder =, register = }.
-- A table: findings (with line and column), errors, warnings.
function complaint.verify_procedure(source)
  if type(source) ~= "table" then source = { name = source } end
  local text, folder = source.text, source.folder
  local name = source.name
  if not text and name and not name:find("[/.]") then
    local definition, err = procedure_source(source)
    if not definition then return nil, err end
    text = definition:text()
  elseif not text and name and not folder then
    folder = name:match("^(.+)/[^/]*$") or "."
  end
  return source_core(source):examine(text, name, folder,
    { known = source.known or {} })
end

end
