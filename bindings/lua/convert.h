/* Lua values and the library's: facts, texts, errors. Lua 5.1 to 5.4. */
#ifndef CONVERT_H
#define CONVERT_H

#include <lauxlib.h>
#include <lua.h>

#include "core/core.h"

/* Metatables, and core.null and core.list in the module table on the top of
 * the stack; takes SWIG's own functions out of the globals. */
void complaint_lua_init(lua_State *state);

/* A string, or nil as NULL, borrowed while it stays on the stack; `note` says
 * what is wrong with anything else. */
core_result complaint_lua_text(lua_State *state, int index, const char **text,
                               const char *note);

/* An integer: in 5.1, which has none, a number without a fraction. */
core_result complaint_lua_integer(lua_State *state, int index, int64_t min,
                                  int64_t max, int64_t *value);
void complaint_lua_push_integer(lua_State *state, int64_t value);

/* A table as a tree (nil as NULL). */
core_result complaint_lua_read(lua_State *state, core_context *context,
                               int index, complaint_facts **facts);

/* A tree as new tables; lists bear the metatable of complaint.list. */
void complaint_lua_write(lua_State *state, const complaint_facts *facts);

/* Push the error of a failure and empty it. Misuse is for raising. */
void complaint_lua_error(lua_State *state, core_result *result);

#endif
