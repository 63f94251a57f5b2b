/* Lua values and the library's. Nothing here raises while it holds something
 * of the library's, except when Lua itself is out of memory. */
#include "convert.h"

#include <string.h>

#define LIST "complaint.list"
#define FAILURE "complaint.error"

#if LUA_VERSION_NUM < 502
#define lua_rawlen lua_objlen
#endif

static core_result misuse(const char *note)
{
    return core_made(COMPLAINT_MISUSE, NULL, note);
}

/* "file:line:column: message (item, item)" */
static int failure_text(lua_State *state)
{
    luaL_Buffer buffer;
    size_t items;

    luaL_checktype(state, 1, LUA_TTABLE);
    lua_settop(state, 1);
    lua_getfield(state, 1, "message");
    lua_getfield(state, 1, "file");
    lua_getfield(state, 1, "line");
    lua_getfield(state, 1, "items");
    lua_getfield(state, 1, "where");
    items = lua_istable(state, 5) ? lua_rawlen(state, 5) : 0;
    luaL_buffinit(state, &buffer);
    if (lua_isstring(state, 6)) {
        lua_pushvalue(state, 6);
        luaL_addvalue(&buffer);
    }
    if (lua_isstring(state, 3)) {
        lua_pushvalue(state, 3);
        luaL_addvalue(&buffer);
        luaL_addchar(&buffer, ':');
        if (lua_isnumber(state, 4)) {
            lua_pushvalue(state, 4);
            luaL_addvalue(&buffer);
            luaL_addchar(&buffer, ':');
        }
        luaL_addchar(&buffer, ' ');
    }
    lua_pushvalue(state, 2);
    luaL_addvalue(&buffer);
    for (size_t i = 1; i <= items; i++) {
        luaL_addstring(&buffer, i == 1 ? " (" : ", ");
        lua_rawgeti(state, 5, (int)i);
        luaL_addvalue(&buffer);
    }
    if (items > 0)
        luaL_addchar(&buffer, ')');
    luaL_pushresult(&buffer);
    return 1;
}

static int mark_list(lua_State *state)
{
    luaL_checktype(state, 1, LUA_TTABLE);
    lua_settop(state, 1);
    luaL_getmetatable(state, LIST);
    lua_setmetatable(state, 1);
    return 1;
}

void complaint_lua_init(lua_State *state)
{
    luaL_newmetatable(state, LIST);
    lua_pop(state, 1);
    luaL_newmetatable(state, FAILURE);
    lua_pushcfunction(state, failure_text);
    lua_setfield(state, -2, "__tostring");
    lua_pop(state, 1);
    lua_pushstring(state, "null");
    lua_pushlightuserdata(state, NULL);
    lua_rawset(state, -3);
    lua_pushstring(state, "list");
    lua_pushcfunction(state, mark_list);
    lua_rawset(state, -3);
    /* What the generated code put among the globals. */
    lua_pushnil(state);
    lua_setglobal(state, "swig_type");
    lua_pushnil(state);
    lua_setglobal(state, "swig_equals");
}

core_result complaint_lua_text(lua_State *state, int index, const char **text,
                               const char *note)
{
    size_t size = 0;

    *text = NULL;
    if (lua_isnoneornil(state, index))
        return core_made(COMPLAINT_OK, NULL, NULL);
    if (lua_type(state, index) != LUA_TSTRING)
        return misuse(note);
    *text = lua_tolstring(state, index, &size);
    if (strlen(*text) != size)
        return core_made(COMPLAINT_INVALID, NULL,
                         "a text contains a NUL character");
    return core_made(COMPLAINT_OK, NULL, NULL);
}

core_result complaint_lua_integer(lua_State *state, int index, int64_t min,
                                  int64_t max, int64_t *value)
{
#if LUA_VERSION_NUM >= 503
    int whole = 0;
    lua_Integer integer = lua_tointegerx(state, index, &whole);
#else
    lua_Number number = lua_tonumber(state, index);
    int whole = number >= -9007199254740992.0 && number <= 9007199254740992.0 &&
                number == (lua_Number)(int64_t)number;
    int64_t integer = whole ? (int64_t)number : 0;
#endif

    if (lua_type(state, index) != LUA_TNUMBER || !whole || integer < min ||
        integer > max)
        return misuse("this must be an integer in range");
    *value = integer;
    return core_made(COMPLAINT_OK, NULL, NULL);
}

void complaint_lua_push_integer(lua_State *state, int64_t value)
{
#if LUA_VERSION_NUM >= 503
    lua_pushinteger(state, value);
#else
    lua_pushnumber(state, (lua_Number)value);
#endif
}

static core_result put(lua_State *state, int index, complaint_facts *facts,
                       const char *key);

static core_result put_number(lua_State *state, int index,
                              complaint_facts *facts, const char *key)
{
    complaint_error *error = NULL;
    lua_Number number = lua_tonumber(state, index);
    int status;

#if LUA_VERSION_NUM >= 503
    bool integer = lua_isinteger(state, index);
    int64_t whole = integer ? lua_tointeger(state, index) : 0;
#else
    bool integer = number >= -9007199254740992.0 &&
                   number <= 9007199254740992.0 &&
                   number == (lua_Number)(int64_t)number;
    int64_t whole = integer ? (int64_t)number : 0;
#endif
    status = integer ? complaint_facts_set_integer(facts, key, whole, &error)
                     : complaint_facts_set_real(facts, key, number, &error);
    return core_made(status, error, NULL);
}

/* Is the table a list? Marked ones are; others when they have a first item. */
static bool is_list(lua_State *state, int index)
{
    bool list = false;

    if (lua_getmetatable(state, index)) {
        luaL_getmetatable(state, LIST);
        list = lua_rawequal(state, -1, -2) != 0;
        lua_pop(state, 2);
    }
    return list || lua_rawlen(state, index) > 0;
}

static core_result put_items(lua_State *state, int index,
                             complaint_facts *facts)
{
    size_t size = lua_rawlen(state, index);
    size_t seen = 0;
    core_result result = core_made(COMPLAINT_OK, NULL, NULL);

    lua_pushnil(state);
    while (lua_next(state, index) != 0) {
        seen++;
        lua_pop(state, 1);
        if (seen > size || lua_type(state, -1) != LUA_TNUMBER) {
            lua_pop(state, 1);
            return misuse("a table is a list (1..n) or a map, not both");
        }
    }
    if (seen != size)
        return misuse("a list has holes: use complaint.null");
    for (size_t i = 1; result.status == COMPLAINT_OK && i <= size; i++) {
        lua_rawgeti(state, index, (int)i);
        result = put(state, lua_gettop(state), facts, NULL);
        lua_pop(state, 1);
    }
    return result;
}

static core_result put_members(lua_State *state, int index,
                               complaint_facts *facts)
{
    core_result result = core_made(COMPLAINT_OK, NULL, NULL);
    const char *key;

    lua_pushnil(state);
    while (result.status == COMPLAINT_OK && lua_next(state, index) != 0) {
        int value = lua_gettop(state);
        if (lua_type(state, value - 1) != LUA_TSTRING) {
            lua_pop(state, 2);
            return misuse("a key of facts must be a string");
        }
        result = complaint_lua_text(state, value - 1, &key, NULL);
        if (result.status == COMPLAINT_OK)
            result = put(state, value, facts, key);
        lua_pop(state, 1);
    }
    if (result.status != COMPLAINT_OK)
        lua_pop(state, 1);
    return result;
}

/* Levels are bounded by the library, so a table within itself ends too. */
static core_result put_branch(lua_State *state, int index,
                              complaint_facts *facts, const char *key)
{
    complaint_facts *child = NULL;
    complaint_error *error = NULL;
    bool list = is_list(state, index);
    int status = list ? complaint_facts_set_list(facts, key, &child, &error)
                      : complaint_facts_set_map(facts, key, &child, &error);

    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    return list ? put_items(state, index, child)
                : put_members(state, index, child);
}

static core_result put_scalar(lua_State *state, int index,
                              complaint_facts *facts, const char *key)
{
    complaint_error *error = NULL;
    const char *text;
    size_t size = 0;
    int status;

    switch (lua_type(state, index)) {
    case LUA_TBOOLEAN:
        status = complaint_facts_set_boolean(
            facts, key, lua_toboolean(state, index), &error);
        break;
    case LUA_TSTRING:
        text = lua_tolstring(state, index, &size);
        status = complaint_facts_set_bytes(facts, key, text, size, &error);
        break;
    default: /* complaint.null */
        status = complaint_facts_set_text(facts, key, NULL, &error);
    }
    return core_made(status, error, NULL);
}

static core_result put(lua_State *state, int index, complaint_facts *facts,
                       const char *key)
{
    int type = lua_type(state, index);

    if (!lua_checkstack(state, 8))
        return core_no_memory();
    if (type == LUA_TNUMBER)
        return put_number(state, index, facts, key);
    if (type == LUA_TTABLE)
        return put_branch(state, index, facts, key);
    if (type == LUA_TBOOLEAN || type == LUA_TSTRING ||
        (type == LUA_TLIGHTUSERDATA && lua_touserdata(state, index) == NULL))
        return put_scalar(state, index, facts, key);
    return misuse("a fact must be a string, number, boolean, table or "
                  "complaint.null");
}

core_result complaint_lua_read(lua_State *state, core_context *context,
                               int index, complaint_facts **facts)
{
    complaint_error *error = NULL;
    core_result result;
    int status;

    *facts = NULL;
    if (lua_isnoneornil(state, index))
        return core_made(COMPLAINT_OK, NULL, NULL);
    if (!lua_istable(state, index))
        return misuse("facts must be a table");
    status = complaint_facts_new(context->context, facts, &error);
    if (status != COMPLAINT_OK)
        return core_made(status, error, NULL);
    result = put_members(state, index, *facts);
    if (result.status != COMPLAINT_OK) {
        complaint_facts_free(*facts);
        *facts = NULL;
    }
    return result;
}

/* A null leaves a hole in a map, and complaint.null in a list. */
static void write_members(lua_State *state, const complaint_facts *facts,
                          bool list)
{
    size_t size = complaint_facts_size(facts);

    lua_newtable(state);
    for (size_t i = 0; i < size; i++) {
        const complaint_facts *member = complaint_facts_at(facts, i);
        bool null = complaint_facts_type(member) == COMPLAINT_FACTS_NULL;
        if (!list)
            lua_pushstring(state, complaint_facts_key(facts, i));
        if (list && null)
            lua_pushlightuserdata(state, NULL);
        else
            complaint_lua_write(state, member);
        if (list)
            lua_rawseti(state, -2, (int)i + 1);
        else
            lua_rawset(state, -3);
    }
    if (list) {
        luaL_getmetatable(state, LIST);
        lua_setmetatable(state, -2);
    }
}

void complaint_lua_write(lua_State *state, const complaint_facts *facts)
{
    luaL_checkstack(state, 8, "facts");
    switch (complaint_facts_type(facts)) {
    case COMPLAINT_FACTS_BOOLEAN:
        lua_pushboolean(state, complaint_facts_integer(facts, 0) != 0);
        break;
    case COMPLAINT_FACTS_INTEGER:
        complaint_lua_push_integer(state, complaint_facts_integer(facts, 0));
        break;
    case COMPLAINT_FACTS_REAL:
        lua_pushnumber(state, complaint_facts_real(facts, 0));
        break;
    case COMPLAINT_FACTS_TEXT:
        lua_pushstring(state, complaint_facts_text(facts, ""));
        break;
    case COMPLAINT_FACTS_LIST:
        write_members(state, facts, true);
        break;
    case COMPLAINT_FACTS_MAP:
        write_members(state, facts, false);
        break;
    default:
        lua_pushnil(state);
        break;
    }
}

static void set_text(lua_State *state, const char *key, const char *text)
{
    if (text[0] == 0)
        return;
    lua_pushstring(state, text);
    lua_setfield(state, -2, key);
}

static void set_integer(lua_State *state, const char *key, int64_t value)
{
    if (value == 0)
        return;
    complaint_lua_push_integer(state, value);
    lua_setfield(state, -2, key);
}

/* Where people's own code called: past this module and complaint.lua. */
static void set_where(lua_State *state)
{
    static const char layer[] = "complaint.lua";
    lua_Debug at;

    for (int level = 1; lua_getstack(state, level, &at); level++) {
        size_t size;
        lua_getinfo(state, "Sl", &at);
        size = strlen(at.source);
        if (at.currentline < 0 ||
            (size >= sizeof layer - 1 &&
             strcmp(at.source + size - (sizeof layer - 1), layer) == 0))
            continue;
        lua_pushfstring(state, "%s:%d: ", at.short_src, at.currentline);
        lua_setfield(state, -2, "where");
        return;
    }
}

void complaint_lua_error(lua_State *state, core_result *result)
{
    const complaint_error *error = result->error;
    const char *message = complaint_error_message(error);
    size_t count = complaint_error_item_count(error);

    if (error == NULL)
        message = result->note != NULL ? result->note
                                       : complaint_status_name(result->status);
    luaL_checkstack(state, 8, "error");
    lua_newtable(state);
    set_text(state, "status", complaint_status_name(result->status));
    set_text(state, "message", message);
    set_text(state, "detail", complaint_error_detail(error));
    set_text(state, "field", complaint_error_field(error));
    set_text(state, "file", complaint_error_file(error));
    set_integer(state, "line", complaint_error_line(error));
    set_integer(state, "column", complaint_error_column(error));
    set_integer(state, "backend_code", complaint_error_backend_code(error));
    lua_newtable(state);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(state, complaint_error_item(error, i));
        lua_rawseti(state, -2, (int)i + 1);
    }
    lua_setfield(state, -2, "items");
    if (result->tree != NULL) {
        complaint_lua_write(state, result->tree);
        lua_setfield(state, -2, "result");
    }
    if (result->status == COMPLAINT_MISUSE)
        set_where(state);
    luaL_getmetatable(state, FAILURE);
    lua_setmetatable(state, -2);
    core_result_clear(result);
}
