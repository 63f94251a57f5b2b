/* How values cross between the core and Python (convert.h does the work). */
%{
#include "convert.h"
%}

/* Outcomes: an exception, or None until an output takes its place. */
%typemap(out) core_result %{
    if ($1.status != COMPLAINT_OK) {
        complaint_py_raise(&$1);
        SWIG_fail;
    }
    $result = SWIG_Py_Void();
%}

/* Texts: str or None; borrowed for the call. */
%typemap(in) const char * (const char *borrowed = NULL) %{
    if (!complaint_py_text($input, "$1_name", &borrowed))
        SWIG_fail;
    $1 = ($1_ltype)borrowed;
%}
%typemap(freearg) const char * ""
%typemap(out) const char * %{
    $result = PyUnicode_FromString($1);
%}

%typemap(in, numinputs=0) core_short *out (core_short temp) %{
    temp.text[0] = 0;
    $1 = &temp;
%}
%typemap(argout) core_short *out %{
    $result = SWIG_Python_AppendOutput($result,
                                       PyUnicode_FromString($1->text));
%}
%typemap(in, numinputs=0) core_text *text (core_text temp = {0}) %{
    $1 = &temp;
%}
%typemap(argout) core_text *text %{
    $result = SWIG_Python_AppendOutput($result, complaint_py_str($1));
%}
%typemap(freearg) core_text *text %{
    if ($1)
        core_text_clear($1);
%}

/* Facts: a mapping in, a tree of new objects out. */
%typemap(in) const complaint_facts * (complaint_facts *made = NULL) %{
    if (!complaint_py_read(((core_box *)arg1)->context, $input, &made))
        SWIG_fail;
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
    if (*$1 != NULL)
        $result = SWIG_Python_AppendOutput($result, complaint_py_write(*$1));
%}
%typemap(freearg) complaint_facts **out %{
    if ($1)
        complaint_facts_free(*$1);
%}

%typemap(in, numinputs=0) int64_t *count (int64_t temp = 0) %{
    $1 = &temp;
%}
%typemap(argout) int64_t *count %{
    $result = SWIG_Python_AppendOutput($result, PyLong_FromLongLong(*$1));
%}

/* Boxes: never NULL in, owned by their proxy out. */
%define CORE_BOX_TYPE(TYPE)
%typemap(check) TYPE * %{
    if ($1 == NULL) {
        PyErr_SetString(PyExc_TypeError, "$1_name must not be None");
        SWIG_fail;
    }
%}
%typemap(in, numinputs=0) TYPE **out (TYPE *temp = NULL) %{
    $1 = &temp;
%}
%typemap(argout) TYPE **out %{
    $result = SWIG_Python_AppendOutput(
        $result, SWIG_NewPointerObj(*$1, $*1_descriptor, SWIG_POINTER_OWN));
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
