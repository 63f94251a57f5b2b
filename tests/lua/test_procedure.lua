-- Procedures by themselves: listed, verified, drawn, assessed, replied with,
-- and those that extend what is in a folder or in a register.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, fails, raises = support.test, support.equal, support.fails,
  support.raises

local PLAIN = [[
kind: procedure
format: 1
name: plain
version: "1"
title: {en: Plain, zh-CN: 简单}
languages: [en, zh-CN]
start: open
intake:
  facts:
    - {name: title, type: text, title: {en: Title, zh-CN: 标题}}
    - {name: product, type: text, title: {en: Product, zh-CN: 产品}}
states:
  - name: open
    title: {en: Open, zh-CN: 待办}
    replies:
      - name: receipt
        title: {en: Receipt, zh-CN: 回执}
        text:
          en: "We have received {title} ({number})."
          zh-CN: "已收到{title}。"
  - {name: closed, title: {en: Closed, zh-CN: 办结}, final: true}
transitions:
  - {name: close, title: {en: Close, zh-CN: 办结}, from: [open], to: closed, marks: [closed]}
]]
local CHILD = [[
kind: procedure
format: 1
name: child
version: "1"
extends: plain
title: {en: Child, zh-CN: 子}
]]

test("bundled ones are listed, open and in order", function()
  local names = assert(complaint.procedures())
  assert(#names >= 18)
  for _, name in ipairs(names) do
    equal(assert(complaint.procedure(name)):name(), name)
    local found = assert(complaint.verify_procedure(name))
    equal(found.errors, 0)
  end
  fails("not_found", complaint.procedure "none")
end)

test("a picture is drawn in a language", function()
  local bank = assert(complaint.procedure "bank")
  assert(assert(bank:draw(nil, "zh-CN")):find("银行", 1, true))
  assert(assert(bank:draw "mermaid"):find "^stateDiagram%-v2")
  fails("not_found", bank:draw "gif")
end)

test("findings have line and column", function()
  local wrong = PLAIN:gsub("to: closed", "to: closd")
  local found = assert(complaint.verify_procedure { name = "p.yaml",
    text = wrong })
  equal(found.findings[1].code, "procedure.unknown_name")
  equal(found.findings[1].line, 23)
  equal(found.findings[1].file, "p.yaml")
  found = assert(complaint.verify_procedure {
    text = PLAIN .. "routing:\n  - {name: all, title: {en: A, zh-CN: A}, unit: shop}\n",
    known = { unit = { "store" } } })
  equal(found.errors, 1)
  fails("not_found", complaint.verify_procedure "none.yaml")
end)

test("a pack tells its limits and where they stand", function()
  local pack = assert(assert(complaint.definition "pack/us-cfpb"):pack())
  assert(pack.name == "us-cfpb" and #pack.clocks > 0)
  for _, clock in ipairs(pack.clocks) do assert(clock.citation ~= "") end
  local none, err = assert(complaint.definition "procedure/bank"):pack()
  assert(none == nil and err.status == "invalid", err)
end)

test("a complaint is assessed and answered", function()
  local plain = assert(complaint.procedure { text = PLAIN })
  equal(plain:assess { title = "x" }.missing, { "product" })
  equal(plain:reply("open", "receipt", { title = "a", number = "7" }),
    "We have received a (7).")
  fails("incomplete", plain:reply("open", "receipt", { title = "a" }))
  local register = support.open()
  assert(register:install(assert(complaint.definition { text = PLAIN })))
  local case = assert(register:file { title = "Kettle", procedure = "plain" })
  equal(plain:reply("open", "receipt", nil, { case = case }),
    "We have received Kettle (" .. case.number .. ").")
  equal(plain:reply("open", "receipt", nil,
    { case = case, language = "zh-CN" }), "已收到Kettle。")
  raises("facts must be a table", plain.reply, plain, "open", "receipt", 1)
end)

test("parents are found in a folder and among the installed", function()
  local register = support.open()
  local child = { text = CHILD, register = register }
  fails("invalid", complaint.procedure(child))
  assert(register:install(assert(complaint.definition { text = PLAIN })))
  local installed = assert(complaint.procedure(child))
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir " .. folder))
  for name, text in pairs { plain = PLAIN, child = CHILD } do
    local file = assert(io.open(folder .. "/" .. name .. ".yaml", "w"))
    assert(file:write(text))
    file:close()
  end
  local path = folder .. "/child.yaml"
  equal(assert(complaint.procedure(path)):digest(), installed:digest())
  equal(assert(complaint.procedure { text = CHILD, folder = folder }):digest(),
    installed:digest())
  equal(assert(complaint.verify_procedure(path)).errors, 0)
  os.remove(folder .. "/plain.yaml")
  assert(register:install(path))
  os.remove(path)
  os.remove(folder)
  equal(assert(complaint.procedure { name = "child", register = register })
    :digest(), installed:digest())
  equal(complaint.procedures(register), { "child", "iso10002", "plain" })
end)

support.finish()
