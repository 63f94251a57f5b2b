/* How values cross between the core and Lua (convert.h does the work).
 *
 * What may happen is returned as nil and an error; misuse is raised. An input
 * that does not convert skips the call, so both go the same way. */
%{
#include "convert.h"
%}
%init %{
    complaint_lua_init(L);
%}

%exception %{
    $action
    goto called;
called:;
%}

%typemap(out) core_result %{
    if ($1.status != COMPLAINT_OK) {
        bool misuse = $1.status == COMPLAINT_MISUSE;
        if (!misuse)
            lua_pushnil(L);
        complaint_lua_error(L, &$1);
        if (misuse)
            SWIG_fail;
        SWIG_arg = 2;
    }
%}

/* What returns no core_result raises on inputs that do not convert. */
%typemap(in) const char * (const char *borrowed = NULL) %{
    result = complaint_lua_text(L, $input, &borrowed, "$1_name must be a string");
    if (result.status != COMPLAINT_OK)
        goto called;
    $1 = ($1_ltype)borrowed;
%}
%typemap(freearg) const char * ""
%typemap(out) const char * %{
    lua_pushstring(L, $1);
    SWIG_arg++;
%}

%define CORE_INTEGER(TYPE, MIN, MAX)
%typemap(in) TYPE %{
    {
        int64_t value = 0;
        core_result checked =
            complaint_lua_integer(L, $input, MIN, MAX, &value);
        if (checked.status != COMPLAINT_OK) {
            complaint_lua_error(L, &checked);
            SWIG_fail;
        }
        $1 = (TYPE)value;
    }
%}
%typemap(out) TYPE %{
    complaint_lua_push_integer(L, (int64_t)$1);
    SWIG_arg++;
%}
%enddef
CORE_INTEGER(int, -2147483647 - 1, 2147483647)
CORE_INTEGER(int64_t, INT64_MIN, INT64_MAX)
CORE_INTEGER(size_t, 0, INT64_MAX)
%typemap(in) bool %{
    $1 = lua_toboolean(L, $input) != 0;
%}
%typemap(out) bool %{
    lua_pushboolean(L, $1);
    SWIG_arg++;
%}

%typemap(in, numinputs=0) core_short *out (core_short temp) %{
    temp.text[0] = 0;
    $1 = &temp;
%}
%typemap(argout) core_short *out %{
    if (result.status == COMPLAINT_OK && $1 != NULL) {
        lua_pushstring(L, $1->text);
        SWIG_arg++;
    }
%}
%typemap(in, numinputs=0) core_text *text (core_text temp = {0}) %{
    $1 = &temp;
%}
%typemap(argout) core_text *text %{
    if ($1 != NULL && $1->data != NULL) {
        if ($1->size != 0)
            lua_pushlstring(L, $1->data, $1->size);
        else
            lua_pushstring(L, $1->data);
        SWIG_arg++;
    }
%}
%typemap(freearg) core_text *text %{
    if ($1 != NULL)
        core_text_clear($1);
%}

%typemap(in) const complaint_facts * (complaint_facts *made = NULL) %{
    result = complaint_lua_read(L, ((core_box *)arg1)->context, $input, &made);
    if (result.status != COMPLAINT_OK)
        goto called;
    $1 = made;
%}
%typemap(freearg) const complaint_facts * %{
    complaint_facts_free(made$argnum);
%}
%typemap(in, numinputs=0) complaint_facts **out
    (complaint_facts *temp = NULL) %{
    $1 = &temp;
%}
%typemap(argout) complaint_facts **out %{
    if ($1 != NULL && *$1 != NULL && result.status == COMPLAINT_OK) {
        complaint_lua_write(L, *$1);
        SWIG_arg++;
    }
%}
%typemap(freearg) complaint_facts **out %{
    if ($1 != NULL)
        complaint_facts_free(*$1);
%}

%typemap(in, numinputs=0) int64_t *count (int64_t temp = 0) %{
    $1 = &temp;
%}
%typemap(argout) int64_t *count %{
    if (result.status == COMPLAINT_OK) {
        complaint_lua_push_integer(L, *$1);
        SWIG_arg++;
    }
%}

%define CORE_BOX_TYPE(TYPE)
%typemap(check) TYPE * %{
    if ($1 == NULL) {
        core_result absent =
            core_made(COMPLAINT_MISUSE, NULL, "$1_name must not be nil");
        complaint_lua_error(L, &absent);
        SWIG_fail;
    }
%}
%typemap(in, numinputs=0) TYPE **out (TYPE *temp = NULL) %{
    $1 = &temp;
%}
%typemap(argout) TYPE **out %{
    if ($1 != NULL && *$1 != NULL) {
        SWIG_NewPointerObj(L, *$1, $*1_descriptor, 1);
        SWIG_arg++;
    }
%}
%enddef
CORE_BOX_TYPE(core_session)
CORE_BOX_TYPE(core_actor)
CORE_BOX_TYPE(core_definition)
CORE_BOX_TYPE(core_calendar)
CORE_BOX_TYPE(core_procedure)
CORE_BOX_TYPE(core_register)
CORE_BOX_TYPE(core_cursor)
CORE_BOX_TYPE(core_case)
CORE_BOX_TYPE(core_dataset)
CORE_BOX_TYPE(core_column)
CORE_BOX_TYPE(core_figure)
