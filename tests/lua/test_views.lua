-- Every way out of a register, tried by a viewer who may see nothing personal.
-- The ways are the methods that surface.txt lists: a new one has to be said
-- here. Each is tried by the host too, to know that it would tell.
local source = os.getenv "COMPLAINT_SOURCE" or "."
package.path = source .. "/tests/lua/?.lua;" .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, collect = support.test, support.equal, support.collect

local AUDITOR = { id = "auditor-1", roles = { "auditor" } }
local CLERK = { id = "clerk-2", roles = { "*" } }
local OF_CASE = { "party", "journal", "communication", "evidence", "clock",
  "task", "assignment", "finding", "share", "action", "remedy", "return",
  "survey" }

--- Everything in a value, as one text: columns of records and cases too.
local function text_of(value)
  local parts = {}
  local function add(one, depth)
    local found, record = pcall(function() return one:record() end)
    if found and depth < 9 then
      add(record, depth + 1)
    elseif type(one) == "table" and depth < 9 then
      for key, member in pairs(one) do
        add(key, depth + 1)
        add(member, depth + 1)
      end
    end
    parts[#parts + 1] = tostring(one)
  end
  add(value, 0)
  return table.concat(parts, " ")
end

local function fill(where)
  local register = support.open { where or "memory:" }
  local case = assert(register:file {
    title = "zq-title", description = "zq-description", location = "zq-city",
    demand = "zq-demand", remark = { deep = { "zq-remark" } },
    category = "other", parties = { { name = "zq-name",
      phone = "13800012345", address = "zq-road", reference = "zq-17" } },
    evidence = { { name = "zq-photo", description = "zq-shows" } } })
  assert(case:put("communication", { kind = "reply", text = "zq-letter" }))
  assert(case:put("task", { title = "zq-task", result = "zq-result" }))
  return register, case.number
end

local function of_case(call)
  return function(register, number)
    return call(assert(register:case(number)))
  end
end

--- What a change gives back, and what the case is then.
local function changed(call)
  return of_case(function(case)
    local answer, err = call(case)
    if answer == nil then return nil, err end
    return { answer, case:record(), tostring(case) }
  end)
end

-- Told to the host and masked for a viewer.
local masks = {
  ["register:case"] = function(r, number) return r:case(number):record() end,
  ["register:cases"] = function(r) return collect(r:cases()) end,
  ["register:cursor"] = function(r) return collect(r:cursor()) end,
  ["register:relation"] = function(r)
    local all = { collect(r:relation "case") }
    for _, name in ipairs(OF_CASE) do
      all[#all + 1] = collect(r:relation(name))
    end
    return all
  end,
  ["register:search"] = function(r, number)
    return { collect(r:search "zq"), collect(r:search(number)),
      collect(r:search "13800012345") }
  end,
  ["register:report"] = function(r, number)
    assert(r:case(number):perform("withdraw", { reason = "x" }))
    return { assert(r:report { month = "2026-03" }),
      assert(r:report { month = "2026-03", format = "html" }) }
  end,
  ["register:file"] = function(r)
    return assert(r:file { title = "zq-new" }):record()
  end,
  ["register:share"] = function(r)
    return collect(assert(r:share()):cases())
  end,
  ["case:record"] = of_case(function(case) return case:record() end),
  ["case:refresh"] = changed(function(case) return case:refresh() end),
  ["case:list"] = of_case(function(case)
    local all = {}
    for _, name in ipairs(OF_CASE) do
      all[#all + 1] = collect(case:list(name))
    end
    return all
  end),
  ["case:journal"] = of_case(function(case) return collect(case:journal()) end),
  ["case:amend"] = changed(function(case)
    return case:amend { category = "other" }
  end),
  ["case:put"] = changed(function(case)
    return case:put("communication", { kind = "note", text = "zq-more" })
  end),
  ["case:perform"] = changed(function(case)
    return case:perform("withdraw", { reason = "zq-why" })
  end),
  ["case:assign"] = changed(function(case)
    return case:assign { owner = "clerk-2" }
  end),
  ["case:accept"] = changed(function(case)
    assert(case:assign { owner = "clerk-2" })
    return case:accept { actor = CLERK }
  end),
  ["case:decline"] = changed(function(case)
    assert(case:assign { owner = "clerk-2" })
    return case:decline { reason = "no", actor = CLERK }
  end),
}
-- Refused to whoever may not see everything.
local denies = {
  ["register:backup"] = function(r) return r:backup(support.path()) end,
  ["register:evidence"] = function(r) return r:evidence(support.path()) end,
  ["register:export_person"] = function(r)
    return r:export_person { phone = "13800012345" }
  end,
  ["register:person_page"] = function(r)
    return r:person_page { phone = "13800012345" }
  end,
  ["register:erase_person"] = function(r)
    return r:erase_person({ phone = "13800012345" },
      { reason = "x", dry_run = true })
  end,
  ["register:retain"] = function(r) return r:retain() end,
}
-- Tells nothing that is personal to anybody.
local plain = {
  ["register:describe"] = function(r) return r:describe() end,
  ["register:due"] = function(r) return collect(r:due()) end,
  ["register:tick"] = function(r) return r:tick() end,
  ["register:seal"] = function(r) return r:seal() end,
  ["register:verify"] = function(r) return r:verify() end,
  ["register:what_if"] = function(r) return r:what_if {} end,
  ["register:rebuild"] = function(r) return r:rebuild() end,
  ["register:dataset"] = function(r) return r:dataset():columns() end,
  ["dataset:column"] = function(r)
    local dataset, all = r:dataset(), {}
    for _, name in ipairs(dataset:columns()) do
      all[#all + 1] = dataset:column(name)
    end
    return all
  end,
  ["dataset:count"] = function(r)
    return r:dataset():count { by = "category" }
  end,
  ["dataset:pareto"] = function(r)
    return r:dataset():pareto { by = "category" }
  end,
  ["dataset:timeliness"] = function(r) return r:dataset():timeliness() end,
  ["dataset:month"] = function(r) return r:dataset():month "2026-03" end,
  ["case:clocks"] = of_case(function(case) return case:clocks() end),
  ["case:next"] = of_case(function(case) return case:next() end),
  ["case:tasks"] = of_case(function(case) return case:tasks() end),
}
-- Not tried: they give back no data of cases, or what the others above give.
local nothing = {}
for name in ([[register:batch register:close register:compact
  register:import_csv register:install register:scrub register:set
  register:simulate register:view_as cursor:close cursor:next cursor:token
  dataset:columns dataset:size case:answer_task case:attach case:attribute
  case:detach case:erase case:extend case:move case:pause case:refer
  case:resume]]):gmatch "%S+" do
  nothing[name] = true
end

--- What comes out, errors included, and the error's status.
local function told(name, call, viewer)
  local register <close>, number = fill(
    name == "register:share" and support.path() or nil)
  if viewer then assert(register:view_as(viewer)) end
  local answer, err = call(register, number)
  return text_of(answer) .. " " .. text_of(err), err and err.status
end

test("every method is said", function()
  local said, wanted = {}, {}
  for _, group in ipairs { masks, denies, plain, nothing } do
    for name in pairs(group) do
      assert(not said[name], name .. " twice")
      said[name] = true
    end
  end
  for line in io.lines(source .. "/tests/lua/surface.txt") do
    local name = line:match "^(%l+:[%l_]+)$"
    local class = name and name:match "^%l+"
    if class == "register" or class == "case" or class == "cursor"
      or class == "dataset" then
      wanted[name] = true
      assert(said[name], name .. " is not said")
    end
  end
  for name in pairs(said) do assert(wanted[name], name .. " is no method") end
end)

test("what is personal is masked", function()
  for name, call in pairs(masks) do
    local text, status = told(name, call)
    assert(not status and text:find "zq", name .. " tells nothing: " .. text)
    text, status = told(name, call, AUDITOR)
    assert(not status, name .. ": " .. text)
    assert(not text:find "zq" and not text:find "13800012345", name .. text)
  end
end)

test("what cannot leave anything out is denied", function()
  for name, call in pairs(denies) do
    local text, status = told(name, call)
    assert(not status, name .. text)
    text, status = told(name, call, AUDITOR)
    equal({ name, status }, { name, "denied" })
    assert(not text:find "zq", name .. text)
  end
end)

test("the rest tells nothing personal", function()
  for name, call in pairs(plain) do
    local text, status = told(name, call, AUDITOR)
    assert(not status, name .. ": " .. text)
    assert(not text:find "zq" and not text:find "13800012345", name .. text)
  end
end)

test("nobody learns by asking again and again", function()
  local register <close> = fill()
  assert(register:view_as(AUDITOR))
  for _, word in ipairs { "z", "zq", "zq-t", "zq-remark", "zq-letter",
    "1380001", "***" } do
    equal(#collect(register:search(word)), 0)
    equal(#collect(register:cases { text = word }), 0)
  end
  for _, column in ipairs { "title", "description", "location", "demand" } do
    support.fails("denied", register:cursor { [column] = "zq-title" })
  end
end)

support.finish()
