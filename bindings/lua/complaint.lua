--- Complaint handling after ISO 10002, in process.
--
-- What may happen is returned as `nil, err` (a table with status, message,
-- detail, field, items ...; tostring(err) is one line), so that assert()
-- works; misuse (wrong types, closed objects) is raised. Times are texts
-- ("2019-04-25T09:32:09Z"; UTC where no offset is said), money is
-- {amount = minor units, currency = "CNY"}, null is nil, or complaint.null
-- where a table needs it.
--
-- This file is the layer that people see, over the generated complaint.core.
-- @module complaint
local core = require "complaint.core"

local complaint = { _VERSION = core.core_version() }

--- Null, for tables: in lists, and to remove a value with case:amend().
complaint.null = core.null

--- Statuses by name: complaint.status.NOT_FOUND == "not_found".
complaint.status = {}
for name, value in pairs(core) do
  local status = type(name) == "string" and name:match("^STATUS_(.+)$")
  if status then complaint.status[status] = core.core_status_text(value) end
end

--- Mark a table as a list, which only an empty one needs.
function complaint.list(items)
  return core.list(items or {})
end

-- A misuse, at the place of the caller of our caller.
local function misuse(text)
  error("complaint: " .. text, 3)
end

-- Checks before a call: the core would raise as well, but without the place.
local function check_table(value, what)
  if value ~= nil and type(value) ~= "table" then
    misuse(what .. " must be a table, not " .. type(value))
  end
end

-- A register as a URI or a path, as a URI.
local function uri_of(where)
  return where:match "^[a-z0-9+.-][a-z0-9+.-]+:.*" or "sqlite:" .. where
end

-- What a call without a result returns: true, or nil and the error.
local function done(problem, err)
  if err ~= nil then return problem, err end
  return true
end

-- A copy of a table without the names that are arguments of their own.
local function without(source, ...)
  local rest = {}
  for key, value in pairs(source) do rest[key] = value end
  for i = 1, select("#", ...) do rest[select(i, ...)] = nil end
  return rest
end

-- Classes: methods in a table, and unknown names are errors.
local function class(name)
  local methods = {}
  local meta = { __name = "complaint." .. name, methods = methods }
  meta.__index = function(self, key)
    local method = methods[key]
    if method ~= nil then return method end
    misuse("a " .. name .. " has no " .. tostring(key))
  end
  meta.__newindex = function(_, key)
    misuse("a " .. name .. " takes no " .. tostring(key))
  end
  meta.__tostring = function() return "complaint." .. name end
  return methods, meta
end

-- Sessions: a context, and the host's clock, read before each call.
local function new_session(language, now)
  local session, err = core.core_session_new(language)
  if not session then return nil, err end
  return { core = session, now = now }
end

local function tick(session)
  local now = session.now
  if type(now) == "function" then now = now() end
  if now ~= nil then
    local _, err = session.core:hold_clock(now)
    if err then error(err, 0) end
  end
end

local plain -- a session for what needs no register
local function plain_session()
  if not plain then plain = assert(new_session()) end
  return plain
end

-- Columns of the relations, as the library describes them.
local relations
local function all_relations()
  if not relations then
    relations = {}
    for name, columns in pairs(assert(plain_session().core:relations())) do
      local by_name = {}
      for position, column in ipairs(columns) do
        column.position = position
        by_name[column.name] = column
      end
      relations[name] = by_name
    end
  end
  return relations
end

--- Every relation and its columns: relations().case.title.type == "text".
function complaint.relations()
  local copy = {}
  for name, columns in pairs(all_relations()) do
    copy[name] = {}
    for column, about in pairs(columns) do
      copy[name][column] = without(about)
    end
  end
  return copy
end

local record_metas = {}

-- A row as a table: nil for null, an error for a column that is none.
local function record(relation, row)
  local meta = record_metas[relation]
  if not meta then
    local columns = all_relations()[relation]
    meta = {
      __name = "complaint." .. relation,
      __index = function(_, key)
        if columns[key] == nil then
          misuse("a " .. relation .. " has no column " .. tostring(key))
        end
      end,
    }
    record_metas[relation] = meta
  end
  return setmetatable(row, meta)
end

-- Cursors ---------------------------------------------------------------

local cursor_methods, cursor_meta = class "cursor"

local function new_cursor(session, handle, make)
  return setmetatable({ core = handle, session = session, make = make },
    cursor_meta)
end

--- The next row or case, or nil at the end. Failures are raised, since a
-- loop cannot take them.
function cursor_methods:next()
  tick(self.session)
  local row, err = self.core:next()
  if err then error(err, 0) end
  if row == nil then return nil end
  return self.make(row)
end

--- Where the cursor stands: a text for cases { after = token }.
function cursor_methods:token()
  return self.core:token()
end

--- Let go of the store; closing twice is fine.
function cursor_methods:close()
  self.core:close()
end

cursor_meta.__call = function(self) return self:next() end
cursor_meta.__close = function(self) self.core:close() end

-- For a generic for: the loop of 5.4 closes the fourth value when it is left.
local function loop(session, handle, err, make)
  if not handle then return nil, err end
  local cursor = new_cursor(session, handle, make)
  return function() return cursor:next() end, nil, nil, cursor
end

-- Cases -------------------------------------------------------------------

local case_methods, case_meta = class "case"

local function new_case(register, handle, row)
  return setmetatable({ register = register, core = handle or false,
    row = row or false }, case_meta)
end

-- The case in the store; one that a list gave is found when it is needed.
local function handle_of(self)
  local register = rawget(self, "register")
  tick(register.session)
  local handle = rawget(self, "core")
  if not handle then
    local err
    handle, err = register.core:find(rawget(self, "row").id)
    if not handle then return nil, err end
    rawset(self, "core", handle)
    rawset(self, "row", false)
  end
  return handle
end

local function row_of(self)
  local row = rawget(self, "row")
  if not row then
    local err
    row, err = rawget(self, "core"):record()
    if not row then error(err, 0) end
    rawset(self, "row", row)
  end
  return row
end

case_meta.__index = function(self, key)
  local method = case_methods[key]
  if method ~= nil then return method end
  if all_relations().case[key] == nil then
    misuse("a case has no column " .. tostring(key))
  end
  return row_of(self)[key]
end
case_meta.__tostring = function(self)
  local row = row_of(self)
  return "complaint.case " .. row.number .. " " .. row.state
end
case_meta.__eq = function(a, b)
  local one, other = row_of(a), row_of(b)
  return one.id == other.id and one.revision == other.revision
end

-- An actor: nil is the register's own, a string another id of the same unit
-- and roles, a table { id =, unit =, roles = { ... } }.
local function actor_of(register, actor)
  local default = register.default
  if actor == nil then actor = default.id end
  if type(actor) == "string" then
    actor = { id = actor, unit = default.unit, roles = default.roles }
  elseif type(actor) ~= "table" then
    error("complaint: actor must be a string or a table", 4)
  end
  local roles = actor.roles or { "*" }
  local key = table.concat({ tostring(actor.id), actor.unit or "",
    table.concat(roles, "\1") }, "\2")
  local known = register.actors[key]
  if not known then
    local err
    known, err = register.session.core:actor(actor.id, actor.unit,
      { roles = complaint.list(roles) })
    if not known then return nil, err end
    register.actors[key] = known
  end
  return known
end

-- Run a changing method of the core with the actor and facts of a table.
local function change(self, arguments, call)
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  local register = rawget(self, "register")
  local actor
  actor, err = actor_of(register, arguments.actor)
  if not actor then return nil, err end
  local result
  result, err = call(handle, actor, without(arguments, "actor",
    "happened_at"), arguments.happened_at)
  if err ~= nil then return nil, err end
  rawset(self, "row", false)
  return result == nil and true or result
end

--- Read the case again from the store.
function case_methods:refresh()
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  rawset(self, "row", false)
  return done(handle:refresh())
end

--- All columns as a table.
function case_methods:record()
  return record("case", without(row_of(self)))
end

--- Perform a transition: case:perform("close", { outcome = "upheld" }).
-- `actor` and `happened_at` in the table are not facts.
function case_methods:perform(transition, facts)
  check_table(facts, "facts")
  return change(self, facts or {}, function(handle, actor, rest, happened_at)
    return handle:perform(actor, transition, rest, happened_at)
  end)
end

--- Propose another owner: case:assign { owner =, unit =, reason = }.
function case_methods:assign(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments, function(handle, actor, rest, happened_at)
    return handle:assign(actor, rest.owner, rest.unit, rest.reason,
      happened_at)
  end)
end

local function answer(self, accepted, arguments)
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:answer(actor, accepted, rest.reason, happened_at)
    end)
end

--- Accept the proposed ownership: case:accept { actor = "clerk-2" }.
function case_methods:accept(arguments)
  check_table(arguments, "the argument")
  return answer(self, true, arguments)
end

--- Refuse it: the giver stays the owner.
function case_methods:decline(arguments)
  check_table(arguments, "the argument")
  return answer(self, false, arguments)
end

--- The tasks of the case: a list of tables (id, title, unit, state, round,
-- due_at ..., allowed: what this actor may do with it now).
function case_methods:tasks(actor)
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  actor, err = actor_of(rawget(self, "register"), actor)
  if not actor then return nil, err end
  return handle:tasks(actor)
end

--- Answer a task of the procedure: case:answer_task("statement:quality",
-- "done", { result = "..." }); the step is done, decline or reopen, the latter
-- two with a reason.
function case_methods:answer_task(task, step, facts)
  check_table(facts, "facts")
  return change(self, facts or {}, function(handle, actor, rest, happened_at)
    return handle:answer_task(actor, task, step, rest, happened_at)
  end)
end

--- Move the case to another version of its procedure, or to another calendar:
-- case:move { procedure =, calendar =, state =, clocks = "continue" or
-- "restart", reason =, dry_run = true }.
-- @return a table: from, to, clocks (before and after of each)
function case_methods:move(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {}, function(handle, actor, rest,
    happened_at)
    return handle:move(actor, rest, happened_at)
  end)
end

--- Add a row of a relation, or change the one whose id is given.
-- @return its id
function case_methods:put(relation, facts)
  check_table(facts, "facts")
  return change(self, facts or {}, function(handle, actor, rest, happened_at)
    return handle:put(actor, relation, rest, happened_at)
  end)
end

--- Correct facts of the case itself; complaint.null removes a value.
function case_methods:amend(facts)
  check_table(facts, "facts")
  return change(self, facts or {}, function(handle, actor, rest, happened_at)
    return handle:amend(actor, rest, happened_at)
  end)
end

--- Attribute responsibility: case:attribute { shares = { { party_kind =,
-- party =, basis_points =, primary =, cause =, evidence = } }, decided_by =,
-- authority =, explanation = }.
function case_methods:attribute(finding)
  check_table(finding, "the finding")
  return change(self, finding or {},
    function(handle, actor, rest, happened_at)
      return handle:attribute(actor, rest, happened_at)
    end)
end

--- Extend a clock: case:extend { clock =, amount =, reason =, approver = }.
function case_methods:extend(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:extend(actor, rest.clock, rest.amount, rest.reason,
        rest.approver, happened_at)
    end)
end

--- Refer the case to another procedure: case:refer { procedure =, reason =,
-- facts = }. Returns the case that was filed there.
function case_methods:refer(arguments)
  check_table(arguments, "the argument")
  local handle, err = change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:refer(actor, rest.procedure, rest.reason,
        rest.facts or {}, happened_at)
    end)
  if not handle then return nil, err end
  return new_case(rawget(self, "register"), handle)
end

--- Put a pack of limits on the case: case:attach { pack =, reason = }.
function case_methods:attach(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:attach(actor, rest.pack, rest.reason, happened_at)
    end)
end

--- Take a pack off the case: case:detach { pack =, reason =, authority = }.
function case_methods:detach(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:detach(actor, rest.pack, rest.reason, rest.authority,
        happened_at)
    end)
end

--- Pause a clock by hand, or all that can: case:pause { reason =, clock = }.
function case_methods:pause(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:pause(actor, rest.clock, rest.reason, happened_at)
    end)
end

--- Resume a clock that was paused by hand, or all that were: case:resume
-- { clock =, reason = }.
function case_methods:resume(arguments)
  check_table(arguments, "the argument")
  return change(self, arguments or {},
    function(handle, actor, rest, happened_at)
      return handle:resume(actor, rest.clock, rest.reason, happened_at)
    end)
end

--- The clocks, and why each limit lies where it does: a list of tables.
-- Entries recorded after `known_at` are not seen. `language` is that of the
-- explanation: "en", "zh-CN" or "zh-TW".
function case_methods:clocks(now, known_at, language)
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  return handle:clocks(now, known_at, language)
end

--- What may happen next: a list of tables, one per transition.
function case_methods:next(actor)
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  actor, err = actor_of(rawget(self, "register"), actor)
  if not actor then return nil, err end
  return handle:next(actor)
end

--- Iterate over the case's rows: for row in case:list "party" do ... end
function case_methods:list(relation)
  local handle, err = handle_of(self)
  if not handle then return nil, err end
  local rows
  rows, err = handle:list(relation)
  return loop(rawget(self, "register").session, rows, err,
    function(row) return record(relation, row) end)
end

--- Iterate over the entries of the case's journal.
function case_methods:journal()
  return self:list "journal"
end

-- Datasets ------------------------------------------------------------------

local column_methods, column_meta = class "column"
local dataset_methods, dataset_meta = class "dataset"

local function column_value(column, row)
  local handle = column.core
  if row < 1 or row > handle:size() or handle:is_null(row - 1) then
    return nil
  end
  if column.type == "code" then return handle:word(handle:integer(row - 1)) end
  if column.type == "time" then return handle:time(row - 1) end
  return handle:integer(row - 1)
end

column_meta.__index = function(self, key)
  if type(key) == "number" then return column_value(self, key) end
  local method = column_methods[key]
  if method ~= nil then return method end
  misuse("a column has no " .. tostring(key))
end
column_meta.__len = function(self) return self.core:size() end
column_meta.__tostring = function(self)
  return "complaint.column " .. self.name
end

--- All values as a list, with complaint.null for null.
function column_methods:values()
  local values = {}
  for row = 1, self.core:size() do
    local value = column_value(self, row)
    values[row] = value == nil and complaint.null or value
  end
  return values
end

--- Number of cases; also #dataset.
function dataset_methods:size()
  return self.core:size()
end
dataset_meta.__len = function(self) return self.core:size() end

--- Names of the columns, a list.
function dataset_methods:columns()
  local names = {}
  for index = 1, self.core:column_count() do
    names[index] = self.core:column(index - 1):name()
  end
  return names
end

--- A column by name: column[1] ... column[#column] are texts, times as
-- texts, or integers, and nil for null. nil when there is no such column.
function dataset_methods:column(name)
  for index = 0, self.core:column_count() - 1 do
    local handle = self.core:column(index)
    if handle:name() == name then
      return setmetatable({ core = handle, name = name,
        type = handle:type() }, column_meta)
    end
  end
  return nil, "no column " .. tostring(name)
end

-- A figure's table: rows, definition, population, left_out ...
local function figure(handle, err)
  if not handle then return nil, err end
  return handle:facts()
end

--- The monthly figures ("2019-06") as a table.
function dataset_methods:month(month, now)
  tick(self.session)
  return self.core:month(month, now)
end

--- Count: dataset:count { by = { "month", "unit" } }; a table with rows,
-- definition, population, left_out.
function dataset_methods:count(options)
  check_table(options, "options")
  options = without(options or {})
  if type(options.by) == "string" then options.by = { options.by } end
  return figure(self.core:count(options))
end

--- Timeliness: dataset:timeliness { by = "unit" }.
function dataset_methods:timeliness(options)
  check_table(options, "options")
  tick(self.session)
  return figure(self.core:timeliness(options or {}))
end

--- The vital few: dataset:pareto { by = "category" }.
function dataset_methods:pareto(options)
  check_table(options, "options")
  return figure(self.core:pareto(options or {}))
end

-- Registers -----------------------------------------------------------------

local register_methods, register_meta = class "register"

register_meta.__close = function(self) self:close() end

--- Open a register: complaint.open { "sqlite:register.db", create = true }.
--
-- `uri` (or the first item): "memory:", "sqlite:PATH", or a path. Further:
-- create, read_only, actor (an id, or { id =, unit =, roles = { ... } }),
-- unit, roles ({ "*" }), language ("en", "zh-CN"), now (a function that
-- returns a time as a text, or such a text).
function complaint.open(options)
  if type(options) == "string" then options = { options } end
  if type(options) ~= "table" then
    error("complaint: open takes a table or a string", 2)
  end
  local uri = options.uri or options[1]
  if type(uri) ~= "string" then error("complaint: open needs a uri", 2) end
  local session, err = new_session(options.language, options.now)
  if not session then return nil, err end
  tick(session)
  local handle, why = session.core:open(uri_of(uri), options.create or false,
    options.read_only or false)
  if not handle then return nil, why end
  local actor = options.actor or "lua"
  if type(actor) == "string" then
    actor = { id = actor, unit = options.unit, roles = options.roles }
  end
  return setmetatable({ session = session, core = handle, actors = {},
    default = { id = actor.id, unit = actor.unit,
      roles = actor.roles or { "*" } } }, register_meta)
end

-- The core of a register, with the clock read.
local function ticked(self)
  tick(self.session)
  return self.core
end

--- Another handle of the register, with the same actor; nil where it cannot.
function register_methods:share()
  local handle, err = ticked(self):share()
  return handle and setmetatable({ session = self.session, core = handle,
    actors = {}, default = self.default }, register_meta), err
end

--- Roll back an open batch, flush, close. Closing twice is fine.
function register_methods:close()
  return done(self.core:close())
end

local bundled_kinds = { procedure = true, calendar = true, catalog = true,
  organisation = true, pack = true }

-- "kind/name", or a path, which may extend what is beside it or installed.
local function read_definition(self, name)
  local kind = type(name) == "string" and name:match("^(%l+)/[^.]+$")
  if bundled_kinds[kind] then return self.session.core:definition(name) end
  return ticked(self):definition_read(name)
end

--- Install definitions: "kind/name" of a bundled one, the path of a YAML
-- file, a complaint.definition(), or a list of them.
function register_methods:install(definitions, actor)
  local who, err = actor_of(self, actor)
  if not who then return nil, err end
  if type(definitions) ~= "table" or definitions.core then
    definitions = { definitions }
  end
  for _, definition in ipairs(definitions) do
    local handle = type(definition) == "table" and definition.core
    if not handle then
      handle, err = read_definition(self, definition)
      if not handle then return nil, err end
    end
    local ok
    ok, err = done(ticked(self):install(who, handle))
    if not ok then return nil, err end
  end
  return true
end

--- Change a setting; nil gives its default again.
function register_methods:set(name, value)
  return done(ticked(self):set(name, value))
end

-- What stands beside `actor` in a table, for the core.
local function by_actor(self, given, call)
  check_table(given, "the argument")
  given = given or {}
  local actor, err = actor_of(self, given.actor)
  if not actor then return nil, err end
  return call(ticked(self), actor, without(given, "actor"))
end

--- File a complaint: its facts in one table, with `actor` and `happened_at`.
-- @return a case
function register_methods:file(facts)
  local handle, err = by_actor(self, facts, function(core, actor, rest)
    return core:file(actor, without(rest, "happened_at"), rest.happened_at)
  end)
  if not handle then return nil, err end
  return new_case(self, handle)
end

--- The case of an id, printed number, or "source/number".
function register_methods:case(name)
  local handle, err = ticked(self):find(name)
  if not handle then return nil, err end
  return new_case(self, handle)
end

local function loop_cases(self, handle, err)
  return loop(self.session, handle, err,
    function(row) return new_case(self, nil, row) end)
end
-- A case has all of its columns, whatever a filter leaves out.
local function whole(filter)
  check_table(filter, "the filter")
  return without(filter or {}, "columns")
end

--- Iterate over cases: for case in register:cases { open = true } do.
function register_methods:cases(filter)
  return loop_cases(self, ticked(self):list(whole(filter)))
end

--- A cursor over cases, for its token().
function register_methods:cursor(filter)
  local handle, err = ticked(self):list(whole(filter))
  if not handle then return nil, err end
  return new_cursor(self.session, handle,
    function(row) return new_case(self, nil, row) end)
end

--- Iterate over the cases that hold every term of a text, newest first.
function register_methods:search(text, options)
  return loop_cases(self, ticked(self):search(text, whole(options)))
end

--- Iterate over running clocks in the order of their limits, those until a
-- time, or register:due { until =, from =, within = seconds, overdue = true,
-- unit =, owner =, procedure =, limit =, after = }.
function register_methods:due(filter)
  if type(filter) ~= "table" then filter = { ["until"] = filter } end
  local handle, err = ticked(self):due(filter)
  return loop(self.session, handle, err,
    function(row) return record("clock", row) end)
end

--- Journal what is due: register:tick { now =, limit =, actor = }; a table:
-- warned, expired, more, entries.
function register_methods:tick(arguments)
  return by_actor(self, arguments, function(core, actor, rest)
    return core:tick(actor, rest.now, { limit = rest.limit })
  end)
end

--- Iterate over the rows of any relation.
function register_methods:relation(name)
  local handle, err = ticked(self):list_relation(name)
  return loop(self.session, handle, err,
    function(row) return record(name, row) end)
end

--- Run a function as one transaction: kept when it returns, undone when it
-- raises or returns nil and an error. What it returns is returned.
function register_methods:batch(body)
  local begun, err = done(ticked(self):begin())
  if not begun then return nil, err end
  local function finish(ok, first, second, ...)
    if not ok then
      self.core:rollback()
      error(first, 0)
    end
    if first == nil and second ~= nil then
      self.core:rollback()
      return nil, second
    end
    local kept, problem = done(ticked(self):commit())
    if not kept then return nil, problem end
    return first, second, ...
  end
  return finish(pcall(body, self))
end

--- Copy the register to a URI or path, where nothing is, while others use it.
function register_methods:backup(target)
  if type(target) ~= "string" then misuse("the target must be a string") end
  return done(ticked(self):backup(uri_of(target)))
end

--- A snapshot of the cases as columns.
function register_methods:dataset(filter)
  check_table(filter, "the filter")
  local handle, err = ticked(self):dataset(filter)
  if not handle then return nil, err end
  return setmetatable({ core = handle, session = self.session }, dataset_meta)
end

--- Import a CSV file: register:import_csv { "file.csv", "mapping.yaml" }.
function register_methods:import_csv(options)
  return by_actor(self, options, function(core, actor, rest)
    return core:import_csv(actor, rest.path or rest[1],
      rest.mapping or rest[2], without(rest, 1, 2, "path", "mapping"))
  end)
end

-- What the register is; projections made anew (how many rows moved).
for _, name in ipairs { "describe", "rebuild" } do
  register_methods[name] = function(self)
    local core = ticked(self)
    return core[name](core)
  end
end

-- Give back room in files; remove the traces of what was erased.
for _, name in ipairs { "compact", "scrub" } do
  register_methods[name] = function(self)
    local core = ticked(self)
    return done(core[name](core))
  end
end

-- report { month = "2019-06", format = "html" }; simulate { ["until"] =,
-- cases =, months =, seed = }; what_if { procedure_text =, calendar =,
-- filter = }, which replays histories and changes nothing.
for _, name in ipairs { "report", "simulate", "what_if" } do
  register_methods[name] = function(self, options)
    check_table(options, "options")
    local core = ticked(self)
    return core[name](core, options or {})
  end
end

--- A statistical method: compute("pareto", { input =, params = }).
function complaint.compute(method, request)
  check_table(request, "the request")
  return plain_session().core:compute(method, request or {})
end

--- The time of os.time() seconds as a text.
function complaint.time(seconds)
  return plain_session().core:time_of_seconds(seconds)
end

require "complaint.definitions" (complaint,
  { class = class, misuse = misuse, check_table = check_table,
    plain_session = plain_session, handle_of = handle_of })
require "complaint.privacy" (register_methods, case_methods,
  { actor_of = actor_of, by_actor = by_actor, change = change, done = done,
    check_table = check_table, ticked = ticked })
require "complaint.evidence" (complaint, register_methods,
  { check_table = check_table, ticked = ticked,
    plain_session = plain_session, uri_of = uri_of })
return complaint
