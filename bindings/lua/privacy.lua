-- Personal data: who looks, what is erased, kept, given out. Methods of the
-- classes of complaint.lua, which requires this and gives what they need.
return function(register_methods, case_methods, given)
local actor_of, by_actor, change = given.actor_of, given.by_actor, given.change
local done, check_table, ticked = given.done, given.check_table, given.ticked

--- Show only what this actor may see (setting "views"); nil: everything.
function register_methods:view_as(viewer)
  if viewer == nil then return done(ticked(self):view_all()) end
  local who, err = actor_of(self, viewer)
  if not who then return nil, err end
  return done(ticked(self):view_as(who))
end

--- What retention says is to be erased; with dry_run = false it is.
function register_methods:retain(options)
  return by_actor(self, options, function(core, actor, rest)
    return core:retain(actor, rest)
  end)
end

--- Erase a person in every case; what: reason, basis, dry_run, actor.
function register_methods:erase_person(person, what)
  check_table(person, "the person")
  return by_actor(self, what, function(core, actor, rest)
    return core:erase_person(actor, person or {}, rest)
  end)
end

--- Everything about a person, to be given to them.
function register_methods:export_person(person, actor)
  check_table(person, "the person")
  local who, err = actor_of(self, actor)
  if not who then return nil, err end
  return ticked(self):export_person(who, person or {})
end

--- The same as an HTML page for that person to read; options: language ("en",
--- "zh-CN", "zh-TW"), actor.
function register_methods:person_page(person, options)
  check_table(person, "the person")
  return by_actor(self, options, function(core, actor, rest)
    return core:person_page(actor, person or {}, rest.language)
  end)
end

--- Erase personal data of the case; what: reason, parts, party, basis, actor.
function case_methods:erase(what)
  check_table(what, "what is said")
  return change(self, what or {}, function(handle, actor, rest)
    return handle:erase(actor, rest)
  end)
end

end
