-- Seals, verifying, packs of evidence. Functions of complaint.lua, which
-- requires this and gives what they need.
return function(complaint, register_methods, given)
local check_table, ticked = given.check_table, given.ticked
local plain_session = given.plain_session

--- Fix the heads of all chains under one Merkle root; key: an Ed25519 private
-- key as PEM, which signs the seal. A table: number, root, digest ...
function register_methods:seal(key)
  return ticked(self):seal(key)
end

--- Whether journals, digests, projections and seals are well: a table, or nil
-- and an error with `result`; options: threads, key, seal, store,
-- projections.
function register_methods:verify(options)
  check_table(options, "the options")
  return ticked(self):verify(options or {})
end

--- Write a pack of evidence; options: cases, filter, personal, key.
function register_methods:evidence(path, options)
  check_table(options, "the options")
  return ticked(self):evidence(path, options or {})
end

--- Verify a pack of evidence, without a register: a table, or nil and an error
-- with `result`; options: key, seal.
function complaint.evidence_verify(path, options)
  check_table(options, "the options")
  return plain_session().core:evidence_verify(path, options or {})
end

end
