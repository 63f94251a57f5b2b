-- Seals, verifying, packs of evidence, older registers. Functions of complaint.lua, which
-- requires this and gives what they need.
return function(complaint, register_methods, given)
local check_table, ticked = given.check_table, given.ticked
local plain_session, uri_of = given.plain_session, given.uri_of

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

--- Bring a register of an older version forward: a table with from, to,
-- migrated, backup; options: dry_run, backup (a URI or path).
function complaint.migrate(where, options)
  check_table(options, "the options")
  local chosen = {}
  for key, value in pairs(options or {}) do
    chosen[key] = key == "backup" and uri_of(value) or value
  end
  return plain_session().core:migrate(uri_of(where), chosen)
end

--- Verify a pack of evidence, without a register: a table, or nil and an error
-- with `result`; options: key, seal.
function complaint.evidence_verify(path, options)
  check_table(options, "the options")
  return plain_session().core:evidence_verify(path, options or {})
end

end
