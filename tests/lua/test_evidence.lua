-- Seals and evidence packs from Lua: written, verified, refused.
package.path = (os.getenv "COMPLAINT_SOURCE" or ".") .. "/tests/lua/?.lua;"
  .. package.path
local complaint = require "complaint"
local support = require "support"
local test, equal, fails = support.test, support.equal, support.fails
local raises = support.raises

test("a pack is never written over its register", function()
  local path = os.tmpname()
  os.remove(path)
  local register <close> = assert(complaint.open { path, create = true })
  fails("exists", register:evidence(path))
  fails("exists", register:evidence(path .. "-wal"))
  assert(register:verify())
  register:close()
  os.remove(path)
end)

test("a pack verifies and one other byte is refused", function()
  local register <close> = support.open()
  local path = os.tmpname()
  local case = support.file(register)
  local seal = assert(register:seal())
  equal({ seal.number, seal.cases }, { 1, 1 })
  local wrote = assert(register:evidence(path, { cases = { case.number } }))
  equal({ wrote.cases, wrote.sealed_cases }, { 1, 1 })
  local seen = assert(complaint.evidence_verify(path, { seal = seal.digest }))
  equal({ seen.cases, seen.seal, seen.problem_count }, { 1, 1, 0 })
  local file = assert(io.open(path, "r+b"))
  local middle = wrote.bytes // 2
  file:seek("set", middle)
  local byte = file:read(1):byte()
  file:seek("set", middle)
  file:write(string.char(byte ~ 1))
  file:close()
  local none, err = complaint.evidence_verify(path)
  os.remove(path)
  equal({ none == nil, err.status }, { true, "corrupt" })
  assert(err.result.problem_count > 0)
end)

test("verifying takes the digest of a seal kept elsewhere", function()
  local register <close> = support.open()
  support.file(register)
  local seal = assert(register:seal())
  local seen = assert(register:verify { seal = seal.digest, threads = 2,
    store = false })
  equal({ seen.seals, seen.problem_count }, { 1, 0 })
  fails("corrupt", register:verify { seal = ("0"):rep(64) })
end)

test("what is asked wrongly is an error", function()
  local register <close> = support.open()
  support.file(register)
  fails("invalid", register:seal "no key")
  fails("not_found", complaint.evidence_verify "none.pack")
  raises("must be a table", register.verify, register, 5)
  raises("must be a table", register.evidence, register, "x", 5)
  raises("must be a table", complaint.evidence_verify, "x", 5)
end)

support.finish()
