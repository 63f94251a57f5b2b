/* Python values and the library's. What a plain type is not (times, money,
 * other mappings) is made simple by complaint._values. */
#include "convert.h"

#include <string.h>

bool complaint_py_text(PyObject *value, const char *name, const char **text)
{
    Py_ssize_t size = 0;

    *text = NULL;
    if (value == Py_None)
        return true;
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be str, not %R", name,
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    *text = PyUnicode_AsUTF8AndSize(value, &size);
    if (*text != NULL && strlen(*text) != (size_t)size) {
        PyErr_Format(PyExc_ValueError, "%s contains a NUL character", name);
        *text = NULL;
    }
    return *text != NULL;
}

PyObject *complaint_py_str(const core_text *text)
{
    if (text->data == NULL)
        Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(
        text->data,
        (Py_ssize_t)(text->size != 0 ? text->size : strlen(text->data)),
        "strict");
}

/* Call complaint._MODULE.NAME(argument). */
static PyObject *call_module(const char *module, const char *name,
                             PyObject *argument)
{
    PyObject *loaded = PyImport_ImportModule(module);
    PyObject *result = NULL;

    if (loaded != NULL)
        result = PyObject_CallMethod(loaded, name, "(O)", argument);
    Py_XDECREF(loaded);
    return result;
}

static bool raise_on(int status, complaint_error *error)
{
    core_result result = core_made(status, error, NULL);

    if (status == COMPLAINT_OK)
        return true;
    complaint_py_raise(&result);
    return false;
}

static bool put(complaint_facts *facts, const char *key, PyObject *value,
                int simplified);

static bool put_integer(complaint_facts *facts, const char *key,
                        PyObject *value)
{
    complaint_error *error = NULL;
    int overflow = 0;
    int status;
    long long number = PyLong_AsLongLongAndOverflow(value, &overflow);

    if (overflow != 0)
        PyErr_Format(PyExc_OverflowError, "%s: an integer beyond 64 bits",
                     key == NULL ? "list" : key);
    if (PyErr_Occurred())
        return false;
    status = complaint_facts_set_integer(facts, key, number, &error);
    return raise_on(status, error);
}

static bool put_text(complaint_facts *facts, const char *key, PyObject *value)
{
    complaint_error *error = NULL;
    Py_ssize_t size = 0;
    const char *text = PyUnicode_AsUTF8AndSize(value, &size);
    int status;

    if (text == NULL)
        return false;
    status = complaint_facts_set_bytes(facts, key, text, (size_t)size, &error);
    return raise_on(status, error);
}

static bool put_members(complaint_facts *facts, PyObject *dict)
{
    PyObject *key;
    PyObject *value;
    Py_ssize_t position = 0;
    bool done = true;

    while (done && PyDict_Next(dict, &position, &key, &value)) {
        const char *name;
        Py_INCREF(key);
        Py_INCREF(value);
        if (!PyUnicode_Check(key)) {
            PyErr_Format(PyExc_TypeError, "a key of facts must be str, not %R",
                         key);
            done = false;
        } else {
            done = complaint_py_text(key, "a key of facts", &name) &&
                   put(facts, name, value, 0);
        }
        Py_DECREF(value);
        Py_DECREF(key);
    }
    return done;
}

static bool put_items(complaint_facts *facts, PyObject *sequence)
{
    bool list = PyList_Check(sequence);
    bool done = true;

    /* The size is asked again: items may be changed by what they convert. */
    for (Py_ssize_t i = 0;
         done && i < (list ? PyList_Size(sequence) : PyTuple_Size(sequence));
         i++) {
        PyObject *item =
            list ? PyList_GetItem(sequence, i) : PyTuple_GetItem(sequence, i);
        Py_XINCREF(item);
        done = item != NULL && put(facts, NULL, item, 0);
        Py_XDECREF(item);
    }
    return done;
}

/* Levels are bounded by the library, so a dict within itself ends too. */
static bool put_branch(complaint_facts *facts, const char *key, PyObject *value)
{
    complaint_facts *child = NULL;
    complaint_error *error = NULL;
    bool map = PyDict_Check(value);
    int status = map ? complaint_facts_set_map(facts, key, &child, &error)
                     : complaint_facts_set_list(facts, key, &child, &error);

    if (!raise_on(status, error))
        return false;
    return map ? put_members(child, value) : put_items(child, value);
}

static bool put_simplified(complaint_facts *facts, const char *key,
                           PyObject *value, int simplified)
{
    PyObject *simple;
    bool done;

    if (simplified > 3) {
        PyErr_Format(PyExc_TypeError, "%s: no fact can be made of %R",
                     key == NULL ? "list" : key, (PyObject *)Py_TYPE(value));
        return false;
    }
    simple = call_module("complaint._values", "simple", value);
    if (simple == NULL)
        return false;
    done = put(facts, key, simple, simplified + 1);
    Py_DECREF(simple);
    return done;
}

static bool put_scalar(complaint_facts *facts, const char *key, PyObject *value)
{
    complaint_error *error = NULL;
    int status;

    if (value == Py_None)
        status = complaint_facts_set_text(facts, key, NULL, &error);
    else if (PyBool_Check(value))
        status =
            complaint_facts_set_boolean(facts, key, value == Py_True, &error);
    else
        status = complaint_facts_set_real(facts, key, PyFloat_AsDouble(value),
                                          &error);
    return raise_on(status, error);
}

static bool put(complaint_facts *facts, const char *key, PyObject *value,
                int simplified)
{
    if (value == Py_None || PyBool_Check(value) || PyFloat_Check(value))
        return put_scalar(facts, key, value);
    if (PyLong_Check(value))
        return put_integer(facts, key, value);
    if (PyUnicode_Check(value))
        return put_text(facts, key, value);
    if (PyDict_Check(value) || PyList_Check(value) || PyTuple_CheckExact(value))
        return put_branch(facts, key, value);
    return put_simplified(facts, key, value, simplified);
}

bool complaint_py_read(core_context *context, PyObject *value,
                       complaint_facts **facts)
{
    complaint_error *error = NULL;
    int status;

    *facts = NULL;
    if (value == Py_None)
        return true;
    if (!PyDict_Check(value)) {
        PyErr_Format(PyExc_TypeError, "facts must be a dict, not %R",
                     (PyObject *)Py_TYPE(value));
        return false;
    }
    status = complaint_facts_new(context->context, facts, &error);
    if (!raise_on(status, error))
        return false;
    if (put_members(*facts, value))
        return true;
    complaint_facts_free(*facts);
    *facts = NULL;
    return false;
}

static PyObject *write_map(const complaint_facts *facts)
{
    PyObject *dict = PyDict_New();

    for (size_t i = 0; dict != NULL && i < complaint_facts_size(facts); i++) {
        PyObject *key = PyUnicode_FromString(complaint_facts_key(facts, i));
        PyObject *value = complaint_py_write(complaint_facts_at(facts, i));
        if (key == NULL || value == NULL ||
            PyDict_SetItem(dict, key, value) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return dict;
}

static PyObject *write_list(const complaint_facts *facts)
{
    size_t size = complaint_facts_size(facts);
    PyObject *list = PyList_New((Py_ssize_t)size);

    for (size_t i = 0; list != NULL && i < size; i++) {
        PyObject *value = complaint_py_write(complaint_facts_at(facts, i));
        if (value == NULL || PyList_SetItem(list, (Py_ssize_t)i, value) != 0)
            Py_CLEAR(list);
    }
    return list;
}

PyObject *complaint_py_write(const complaint_facts *facts)
{
    switch (complaint_facts_type(facts)) {
    case COMPLAINT_FACTS_BOOLEAN:
        return PyBool_FromLong(complaint_facts_integer(facts, 0) != 0);
    case COMPLAINT_FACTS_INTEGER:
        return PyLong_FromLongLong(complaint_facts_integer(facts, 0));
    case COMPLAINT_FACTS_REAL:
        return PyFloat_FromDouble(complaint_facts_real(facts, 0));
    case COMPLAINT_FACTS_TEXT:
        return PyUnicode_FromString(complaint_facts_text(facts, ""));
    case COMPLAINT_FACTS_LIST:
        return write_list(facts);
    case COMPLAINT_FACTS_MAP:
        return write_map(facts);
    default:
        Py_RETURN_NONE;
    }
}

static PyObject *error_items(const complaint_error *error)
{
    size_t count = complaint_error_item_count(error);
    PyObject *items = PyTuple_New((Py_ssize_t)count);

    for (size_t i = 0; items != NULL && i < count; i++) {
        PyObject *item = PyUnicode_FromString(complaint_error_item(error, i));
        if (item == NULL || PyTuple_SetItem(items, (Py_ssize_t)i, item) != 0)
            Py_CLEAR(items);
    }
    return items;
}

void complaint_py_raise(core_result *result)
{
    const complaint_error *error = result->error;
    const char *message = complaint_error_message(error);
    PyObject *items = error_items(error);
    PyObject *tree = complaint_py_write(result->tree);
    PyObject *parts = NULL;
    PyObject *exception = NULL;

    if (error == NULL)
        message = result->note != NULL ? result->note
                                       : complaint_status_name(result->status);
    if (items != NULL && tree != NULL)
        parts = Py_BuildValue(
            "(issssLLLOO)", result->status, message,
            complaint_error_detail(error), complaint_error_field(error),
            complaint_error_file(error), (long long)complaint_error_line(error),
            (long long)complaint_error_column(error),
            (long long)complaint_error_backend_code(error), items, tree);
    if (parts != NULL)
        exception = call_module("complaint._errors", "make", parts);
    if (exception != NULL)
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
    Py_XDECREF(parts);
    Py_XDECREF(items);
    Py_XDECREF(tree);
    core_result_clear(result);
}
