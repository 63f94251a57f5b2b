/* Python values and the library's: facts, texts, errors. */
#ifndef CONVERT_H
#define CONVERT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "core/core.h"

/* A str, or None as NULL, borrowed; false with an exception set. */
bool complaint_py_text(PyObject *value, const char *name, const char **text);

/* Bytes that the library handed out, as a str. */
PyObject *complaint_py_str(const core_text *text);

/* A dict as a tree (None as NULL); false with an exception set. */
bool complaint_py_read(core_context *context, PyObject *value,
                       complaint_facts **facts);

/* A tree as new dicts, lists, texts, numbers; NULL with an exception set. */
PyObject *complaint_py_write(const complaint_facts *facts);

/* Raise the exception of a failure; empties it. */
void complaint_py_raise(core_result *result);

#endif
