-- Registers and cases: what the C library does, in Lua's manner.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, fails, raises, collect = support.test, support.equal,
  support.fails, support.raises, support.collect

test("a case has its columns as fields", function()
  local register <close> = support.open { actor = "clerk-1" }
  local case = assert(support.file(register))
  equal(case.title, "Kettle leaks")
  equal(case.state, "received")
  equal(case.owner, "clerk-1")
  equal(case.received_at, support.NOW)
  equal(case.revision, 1)
  equal(case.closed_at, nil)
  equal(case.missing[1], "description")
  raises("no column nonsense", function() return case.nonsense end)
  raises("takes no", function() case.title = "y" end)
  assert(tostring(case):find(case.number, 1, true))
  equal(case:record().title, "Kettle leaks")
end)

test("tasks are answered, and a what-if asked", function()
  local register <close> = support.open { actor = "clerk-1" }
  assert(register:install { "procedure/school" })
  local case = assert(register:file { procedure = "school" })
  assert(case:perform("accept", { description = "d", location = "l",
    demand = "x", occurred_at = support.NOW, identified = true }))
  assert(case:perform("call_meeting", { category = "service",
    departments = { "sports" } }))
  fails("refused", case:perform("dispatch_jointly",
    { unit = "sports", meeting_record = "m" }))
  local tasks = assert(case:tasks())
  equal(tasks[1].id, "department_view:sports")
  equal(tasks[1].allowed[1], "done")
  local queue = collect(register:due { unit = "sports" })
  equal(#queue, 1)
  equal(queue[1].name, "department_view:sports")
  assert(case:answer_task("department_view:sports", "done", { view = "v" }))
  equal(case:tasks()[1].state, "done")
  local answer = assert(register:what_if { procedure = "school" })
  equal(answer.cases, 1)
  equal(answer.changed, 0)
  fails("refused", case:move { reason = "the same" })
end)

test("a pack is put on, and a case referred", function()
  local register <close> = support.open { actor = "clerk-1" }
  local case = assert(support.file(register))
  assert(case:attach { pack = "us-cfpb", reason = "the portal" })
  local found
  for _, clock in ipairs(assert(case:clocks())) do
    if clock.name == "cfpb-15" then found = clock.pack end
  end
  equal(found, "us-cfpb")
  fails("refused", case:attach { pack = "us-cfpb", reason = "again" })
  fails("incomplete", case:detach { pack = "us-cfpb", reason = "not theirs" })
  assert(case:detach { pack = "us-cfpb", reason = "not theirs",
    authority = "decision 7" })
  for _, clock in ipairs(assert(case:clocks())) do
    if clock.name == "cfpb-15" then found = clock.status end
  end
  equal(found, "withdrawn")
  assert(register:install { "procedure/external-dispute" })
  local there = assert(case:refer { procedure = "external-dispute",
    reason = "not satisfied", facts = { demand = "money" } })
  equal(there.repeat_of, case.number)
  equal(there.demand, "money")
end)

test("a search finds any part of a text, newest first", function()
  local register <close> = support.open()
  for _, title in ipairs { "投诉 退货", "8D report", "退貨" } do
    assert(register:file { title = title, channel = "phone" })
  end
  local function titles(...)
    local found = {}
    for case in register:search(...) do found[#found + 1] = case.title end
    return table.concat(found, "|")
  end
  equal(titles("退"), "退貨|投诉 退货")
  equal(titles("退货"), "投诉 退货")
  equal(titles("退货", { variants = true }), "退貨|投诉 退货")
  equal(titles("8d REP"), "8D report")
  equal(titles("退", { channel = "web" }), "")
  raises("must be a table", register.search, register, "x", 5)
end)

test("a backup is a register of its own and is never overwritten", function()
  local register <close> = support.open()
  assert(register:file { title = "Kettle", channel = "phone" })
  local path = os.tmpname()
  os.remove(path)
  equal(register:backup(path), true)
  local copy <close> = assert(complaint.open(path))
  assert(copy:verify())
  equal(copy:compact(), true)
  for case in copy:search "kett" do equal(case.title, "Kettle") end
  fails("exists", register:backup(path))
  raises("must be a string", register.backup, register, 5)
  os.remove(path)
end)

test("a register of today needs not be brought forward", function()
  local register <close> = support.open()
  local path = os.tmpname()
  os.remove(path)
  assert(register:backup(path))
  local told = assert(complaint.migrate(path, { dry_run = true }))
  equal(told.migrated, false)
  told = assert(complaint.migrate(path))
  equal(told.from, told.to)
  os.remove(path)
  fails("not_found", complaint.migrate(path))
  raises("must be a table", complaint.migrate, path, 5)
end)

test("money goes in and comes out", function()
  local register <close> = support.open()
  local money = { amount = 1250, currency = "CNY" }
  equal(assert(register:file { title = "x", claim = money }).claim, money)
end)

test("times are texts", function()
  local register <close> = support.open()
  local case = assert(register:file {
    title = "x", happened_at = "2026-02-27T09:00+08:00" })
  equal(case.received_at, "2026-02-27T01:00:00Z")
  equal(case.recorded_at, support.NOW)
  fails("invalid", register:file { title = "x", happened_at = "yesterday" })
  raises("must be a string", register.file, register,
    { title = "x", happened_at = os.time() })
  equal(complaint.time(0), "1970-01-01T00:00:00Z")
  fails("limit", complaint.time(2^50))
end)

test("a case is found by id, number and external number", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  for _, name in ipairs { case.id, case.number, "crm/A-7" } do
    assert(assert(register:case(name)) == case)
  end
  equal(fails("not_found", register:case "none").field, "case")
end)

test("work on a case", function()
  local now = support.NOW
  local register <close> = support.open { now = function() return now end }
  local case = assert(support.file(register))
  equal(assert(case:next())[1].name, "acknowledge")
  equal(assert(case:next { id = "visitor", roles = {} })[1].allowed, false)
  now = "2026-03-02T03:00:00Z"
  assert(case:perform("acknowledge", { actor = "clerk-2" }))
  equal({ case.state, case.acknowledged_at }, { "acknowledged", now })
  local err = fails("incomplete", case:perform "assess")
  equal(err.items, { "severity" })
  assert(tostring(err):find "severity")
  assert(case:perform("assess", { severity = "high", safety = true }))
  equal({ case.severity, case.safety }, { "high", true })
  assert(case:amend { product = "kettle-1", channel = complaint.null })
  equal({ case.product, case.channel }, { "kettle-1", nil })
  local entries = collect(case:journal())
  equal(#entries, 4)
  equal(entries[2].actor, "clerk-2")
  equal(entries[1].personal.title, "Kettle leaks")
end)

test("ownership passes when it is accepted", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  assert(case:assign { owner = "clerk-2", unit = "north", reason = "near" })
  equal({ case.owner, case.proposed_owner }, { "lua", "clerk-2" })
  fails("denied", case:accept { actor = { id = "clerk-3", roles = {} } })
  assert(case:accept { actor = "clerk-2" })
  equal(case.owner, "clerk-2")
  assert(case:assign { owner = "clerk-4", actor = "clerk-2" })
  assert(case:decline { actor = "clerk-4", reason = "on leave" })
  equal(case.owner, "clerk-2")
end)

test("rows are put, changed and listed", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  local id = assert(case:put("communication", { kind = "reply",
    subject = "Sorry" }))
  assert(case:put("communication", { id = id, subject = "Very sorry" }))
  local rows = collect(case:list "communication")
  equal({ #rows, rows[1].subject, rows[1].channel }, { 1, "Very sorry", nil })
  raises("no column nonsense", function() return rows[1].nonsense end)
  fails("not_found", case:put("gossip", { text = "x" }))
  fails("not_found", case:list "gossip")
end)

test("responsibility is attributed in shares that sum to all", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  local shares = {
    { party_kind = "unit", party = "north", basis_points = 7000,
      primary = true },
    { party_kind = "supplier", party = "s-1", basis_points = 3000 },
  }
  assert(case:attribute { shares = shares, decided_by = "manager-1" })
  equal(#collect(case:list "share"), 2)
  shares[2].basis_points = 2000
  equal(fails("invalid", case:attribute { shares = shares,
    decided_by = "manager-1" }).field, "shares")
end)

test("clocks explain themselves", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  local clocks = assert(case:clocks())
  local names = {}
  for _, clock in ipairs(clocks) do
    names[clock.name] = clock
    assert(clock.text ~= "" and clock.due_at)
  end
  equal(names.respond.due_at, case.limit_at)
  local due = collect(register:due())
  equal(due[1].due_at, case.due_at)
  equal(#collect(register:due(case.due_at)), 1)
  fails("not_found", case:extend { clock = "none", amount = 1, reason = "r" })
end)

test("clocks are paused and resumed by hand", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  local function respond(now, known_at)
    for _, clock in ipairs(assert(case:clocks(now, known_at))) do
      if clock.name == "respond" then return clock end
    end
  end
  local due = respond().due_at
  assert(case:pause { reason = "waiting", clock = "respond" })
  equal(respond().status, "paused")
  fails("refused", case:pause { reason = "again" })
  fails("incomplete", case:pause {})
  assert(case:resume { reason = "here it is" })
  equal(respond().status, "running")
  equal(respond(nil, case.recorded_at).due_at, due)
  fails("refused", case:resume())
end)

test("a tick tells of what is due once", function()
  local register <close> = support.open()
  local case = assert(register:file { title = "old",
    received_at = "2001-03-05T09:00:00Z" })
  local told = assert(register:tick { limit = 1 })
  equal(#told.entries, 1)
  equal(told.more, true)
  equal(told.entries[1].number, case.number)
  local rest = assert(register:tick())
  equal(rest.more, false)
  equal(rest.warned + rest.expired, #rest.entries)
  assert(#rest.entries > 0)
  equal(#assert(register:tick()).entries, 0)
  fails("limit", register:tick { limit = 0 })
end)

test("somebody else changed the case", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  assert(assert(register:case(case.id)):amend { product = "p" })
  fails("conflict", case:amend { product = "q" })
  assert(case:refresh())
  equal(case.product, "p")
  assert(case:amend { product = "q" })
end)

test("cases are iterated, filtered and worked on", function()
  local register <close> = support.open()
  for number = 1, 7 do
    assert(register:file { title = "case " .. number,
      channel = number % 2 == 0 and "web" or "phone" })
  end
  equal(#collect(register:cases()), 7)
  equal(#collect(register:cases { channel = { "web" } }), 3)
  equal(#collect(register:cases { text = "CASE 3" }), 1)
  -- A case is whole, whatever the filter leaves out.
  for case in register:cases { text = "CASE 3", columns = { "number" } } do
    equal(case.state ~= nil and case.title ~= nil, true)
  end
  for case in register:cases { channel = "web" } do
    assert(case:perform "acknowledge")
  end
  equal(#collect(register:cases { state = "acknowledged" }), 3)
  equal(fails("invalid", register:cases { colour = "red" }).field, "colour")
  raises("must be a table", register.cases, register, 7)
  local kinds = {}
  for row in register:relation "definition" do kinds[row.kind] = true end
  equal(kinds, { procedure = true, calendar = true })
end)

test("a token continues a query", function()
  local register <close> = support.open()
  for number = 1, 7 do assert(register:file { title = "case " .. number }) end
  local seen, token = 0, nil
  repeat
    local page <close> = assert(register:cursor { limit = 3, after = token })
    local count = 0
    for _ in page do count = count + 1 end
    seen = seen + count
    if count > 0 then token = assert(page:token()) end
  until count == 0
  equal(seen, 7)
end)

test("a batch is kept, or undone by an error or a failure", function()
  local register <close> = support.open()
  equal({ register:batch(function(inside)
    assert(inside:file { title = "a" })
    return 1, 2
  end) }, { 1, 2 })
  raises("stop", register.batch, register, function(inside)
    assert(inside:file { title = "b" })
    error "stop"
  end)
  fails("not_found", register:batch(function(inside)
    assert(inside:file { title = "c" })
    return inside:case "none"
  end))
  equal(#collect(register:cases()), 1)
end)

test("registers are kept in files, verified and rebuilt", function()
  local path = support.path()
  do
    local register <close> = support.open { path }
    assert(support.file(register))
    local seen = assert(register:verify())
    equal({ seen.cases, seen.problem_count }, { 1, 0 })
    equal(assert(register:rebuild()), 0)
    equal(assert(register:describe()).cases, 1)
  end
  do
    local register <close> = assert(complaint.open { path, read_only = true })
    fails("read_only", register:set("number", "{series}"))
    fails("exists", (function()
      local other <close> = support.open { "sqlite:" .. path }
      return support.file(other)
    end)())
  end
  fails("not_found", complaint.open { path .. ".none" })
end)

test("statuses: those that a script meets", function()
  local register <close> = support.open()
  local case = assert(support.file(register))
  fails("refused", case:perform("assess", { severity = "high" }))
  fails("denied", case:perform("acknowledge",
    { actor = { id = "visitor", roles = {} } }))
  fails("not_found", case:perform "nonsense")
  fails("limit", register:file { title = ("x"):rep(3000000) })
  fails("not_found", complaint.open { "memory:", create = true,
    language = "tlh" })
end)

test("settings and definitions", function()
  local register <close> = support.open()
  assert(register:set("number", "C-{series:3}"))
  equal(assert(register:file { title = "x" }).number, "C-001")
  fails("not_found", register:set("colour", "red"))
  local definition = assert(complaint.definition "procedure/iso10002")
  equal({ definition:kind(), definition:name() }, { "procedure", "iso10002" })
  equal(assert(complaint.definition { text = definition:text() }):digest(),
    definition:digest())
  assert(register:install(definition))
  assert(register:install "catalog/general")
  local err = fails("invalid", complaint.definition {
    text = "kind: calendar\nname: x\nbogus: 1\n", name = "my.yaml" })
  equal({ err.file, err.line > 0 }, { "my.yaml", true })
  assert(tostring(err):find "^my.yaml:%d+:")
  fails("not_found", register:install { "procedure/piracy" })
end)

test("messages come in Chinese", function()
  local register <close> = support.open { language = "zh-CN" }
  local err = fails("invalid", register:file { number = 0 / 0 })
  assert(err.message:find "[\xe4-\xe9]")
end)

test("figures, datasets and reports", function()
  local register <close> = assert(complaint.open { "memory:", create = true,
    now = support.NOW })
  equal(assert(register:simulate { cases = 60, months = 3, seed = 3,
    ["until"] = "2026-03-01" }).cases, 60)
  local dataset = assert(register:dataset())
  equal({ #dataset, dataset:size() }, { 60, 60 })
  local numbers = dataset:column "number"
  local closed = dataset:column "closed_at"
  local reopened = dataset:column "reopened"
  equal(#numbers, 60)
  for row = 1, #numbers do
    local case = assert(register:case(numbers[row]))
    equal(closed[row], case.closed_at)
    equal(reopened[row], case.reopened)
  end
  equal({ numbers[0], numbers[61] }, {})
  equal(#closed:values(), 60)
  local column, problem = dataset:column "colour"
  equal({ column, problem }, { nil, "no column colour" })
  assert(#dataset:columns() > 15)

  local count = assert(dataset:count { by = "channel" })
  local sum = 0
  for _, row in ipairs(count.rows) do sum = sum + row.count end
  equal(sum, 60)
  assert(count.definition ~= "")
  local pareto = assert(dataset:pareto { by = "category" })
  assert(pareto.rows[1].count >= pareto.rows[#pareto.rows].count)
  assert(dataset:timeliness { by = "unit" })
  fails("not_found", dataset:count { by = "colour" })
  local month = assert(dataset:month "2026-02")
  assert(month.received > 0 and #month.by_unit > 0)
  fails("invalid", dataset:month "June")

  for _, format in ipairs { "text", "html", "json" } do
    local options = { month = "2026-02", format = format }
    local report = assert(register:report(options))
    assert(#report > 100)
    equal(register:report(options), report)
  end
  fails("not_found", register:import_csv { "none.csv", "none.yaml" })
end)

test("an empty dataset", function()
  local register <close> = support.open()
  local dataset = assert(register:dataset())
  equal({ #dataset, #dataset:column "channel" }, { 0, 0 })
  equal(dataset:month("2026-02").median_working_days, nil)
end)

test("calendars, procedures and methods on plain data", function()
  local calendar = assert(complaint.calendar "cn")
  equal(calendar:count_days("2019-09-30", "2019-10-08"), 1)
  equal(calendar:add_days("2019-09-30", 1), "2019-10-08")
  equal(calendar:day("2019-10-12").kind, "make_up")
  equal(calendar:count_time("2019-09-30T01:00:00Z", "2019-09-30T03:00:00Z"),
    7200000000)
  equal(calendar:add_time("2019-09-30T01:00:00Z", 3600000000),
    "2019-09-30T02:00:00Z")
  assert(calendar:close_of_day "2019-09-30")
  equal({ calendar:name(), calendar:offset(), #calendar:digest() },
    { "cn", 28800, 64 })
  fails("invalid", calendar:add_days("2019-02-29", 1))
  local err = fails("not_found", complaint.calendar "atlantis")
  assert(#err.items > 0)
  local procedure = assert(complaint.procedure "bank")
  equal({ procedure:name(), #procedure:digest() }, { "bank", 64 })
  assert(#assert(procedure:describe()).states > 2)
  err = fails("not_found", complaint.compute("alchemy", { input = {} }))
  assert(table.concat(err.items, " "):find "pareto")
end)

test("two handles on a file share what they write and nothing else", function()
  local path = support.path()
  local one <close> = support.open { path, actor = "clerk-1" }
  local two <close> = assert(one:share())
  local first = assert(support.file(one))
  local second = assert(two:file { title = "Lid breaks" })
  equal(second.owner, "clerk-1")
  equal(assert(one:case(second.number)).title, "Lid breaks")
  equal(assert(two:case(first.number)).title, "Kettle leaks")
  -- A step of one is what the other finds it at.
  assert(two:case(first.number):amend { category = "leak" })
  fails("conflict", first:amend { category = "other" })
  assert(first:refresh())
  equal(first.category, "leak")
  -- Each has batches of its own; what is rolled back is in neither.
  pcall(two.batch, two, function()
    assert(two:file { title = "never" })
    error "no"
  end)
  equal({ #collect(one:cases()), #collect(two:cases()) }, { 2, 2 })
  -- Each has its own viewer; another handle gets the one that its source has.
  assert(two:view_as { id = "x", roles = { "auditor" } })
  local three <close> = assert(two:share())
  equal({ one:case(first.number).title, two:case(first.number).title,
    three:case(first.number).title }, { "Kettle leaks", "***", "***" })
  assert(two:view_as(nil))
  equal({ two:case(first.number).title, three:case(first.number).title },
    { "Kettle leaks", "***" })
  -- Closed in any order.
  assert(one:close())
  equal(assert(two:case(first.number)).number, first.number)
  equal(assert(two:verify()).problem_count, 0)
end)

test("a register in memory is not shared", function()
  local register <close> = support.open()
  fails("unsupported", register:share())
end)

support.finish()
