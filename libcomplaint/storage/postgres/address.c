/* The address of a register in PostgreSQL: a URI for libpq, with parameters of
 * ours among its own: complaint_tenant, complaint_schema, complaint_numbers. */
#include "storage/postgres/store.h"

#include "base/failure.h"

#include <string.h>

#define TENANT_MAX 128
#define SCHEMA_MAX 63
#define NUMBERS_MAX 1000
#define NUMBERS_DEFAULT 16

static int digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found =
        c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

/* %XX decoded; false for what is no such text or has a NUL. */
static bool decode(complaint__buffer *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int high;
        int low;

        if (text[i] != '%') {
            complaint__buffer_char(out, text[i]);
            continue;
        }
        high = i + 2 < size ? digit(text[i + 1]) : -1;
        low = i + 2 < size ? digit(text[i + 2]) : -1;
        if (high < 0 || low < 0 || high + low == 0)
            return false;
        complaint__buffer_char(out, (char)(high * 16 + low));
        i += 2;
    }
    return true;
}

static bool is_schema(const char *name)
{
    size_t size = strlen(name);

    return size > 0 && size <= SCHEMA_MAX && strncmp(name, "pg_", 3) != 0 &&
           (*name < '0' || *name > '9') &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* Bytes of one UTF-8 character, 0 when it is none. */
static size_t character(const unsigned char *at)
{
    size_t more = *at < 0x80   ? 0
                  : *at < 0xc2 ? 9
                  : *at < 0xe0 ? 1
                  : *at < 0xf0 ? 2
                  : *at < 0xf5 ? 3
                               : 9;

    if (more == 9)
        return 0;
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return more + 1;
}

static bool is_tenant(const char *name)
{
    const unsigned char *at = (const unsigned char *)name;

    if (*name == '\0' || strlen(name) > TENANT_MAX)
        return false;
    while (*at != '\0') {
        size_t size = character(at);
        if (size == 0 || *at < 0x20)
            return false;
        at += size;
    }
    return true;
}

static bool read_numbers(const char *text, int *numbers)
{
    *numbers = 0;
    for (; *text >= '0' && *text <= '9' && *numbers <= NUMBERS_MAX; text++)
        *numbers = *numbers * 10 + (*text - '0');
    return *text == '\0' && *numbers <= NUMBERS_MAX;
}

/* Take a parameter of ours; *known false for one that is none. */
static bool take(complaint_store *store, const char *name, size_t size,
                 char *value)
{
    static const char *const names[] = {"complaint_tenant", "complaint_schema",
                                        "complaint_numbers"};
    size_t which = 0;

    while (which < 3 && (strlen(names[which]) != size ||
                         memcmp(names[which], name, size) != 0))
        which++;
    if (which == 0 && is_tenant(value)) {
        complaint__free(store->context, store->tenant);
        store->tenant = value;
        return true;
    }
    if (which == 1 && is_schema(value)) {
        complaint__free(store->context, store->schema);
        store->schema = value;
        return true;
    }
    if (which == 2 && *value != '\0' &&
        read_numbers(value, &store->numbers_max)) {
        complaint__free(store->context, value);
        return true;
    }
    complaint__free(store->context, value);
    return false;
}

static int refuse(complaint_store *store, complaint_error **error)
{
    return complaint_store_fail(
        store->context, error, COMPLAINT_INVALID, "uri", 0,
        "the address has complaint_tenant=NAME, complaint_schema=name (a-z 0-9 "
        "_) or complaint_numbers=0 to 1000, and nothing else that begins "
        "with complaint_");
}

static int split(complaint_store *store, const char *query,
                 complaint__buffer *left, complaint_error **error)
{
    const char *joint = "?";

    while (query != NULL && *query != '\0') {
        size_t size = strcspn(query, "&");
        size_t name = strcspn(query, "=&");
        complaint__buffer value = COMPLAINT__BUFFER(store->context);

        if (strncmp(query, "complaint_", 10) != 0) {
            complaint__buffer_text(left, joint);
            complaint__buffer_append(left, query, size);
            joint = "&";
        } else {
            bool good = name < size &&
                        decode(&value, query + name + 1, size - name - 1);
            complaint__buffer_append(&value, "", 0);
            if (value.failed) {
                complaint__buffer_free(&value);
                return complaint__fail_memory(error);
            }
            if (!good || value.bytes == NULL ||
                !take(store, query, name,
                      complaint__buffer_take(&value, NULL))) {
                complaint__buffer_free(&value);
                return refuse(store, error);
            }
        }
        query += size;
        query += *query == '&';
    }
    return COMPLAINT_OK;
}

int complaint__postgres_address(complaint_store *store, const char *address,
                                complaint_error **error)
{
    complaint__buffer left = COMPLAINT__BUFFER(store->context);
    const char *query = strchr(address, '?');
    int status;

    store->numbers_max = NUMBERS_DEFAULT;
    store->tenant = complaint__copy_text(store->context, "default");
    store->schema = complaint__copy_text(store->context, "complaint");
    if (store->tenant == NULL || store->schema == NULL)
        return complaint__fail_memory(error);
    if (strncmp(address, "//", 2) != 0)
        return complaint_store_fail(store->context, error, COMPLAINT_INVALID,
                                    "uri", 0,
                                    "a register in PostgreSQL is named "
                                    "\"postgresql://user@host/database\"");
    complaint__buffer_text(&left, "postgresql:");
    complaint__buffer_append(&left, address,
                             query != NULL ? (size_t)(query - address)
                                           : strlen(address));
    status = split(store, query != NULL ? query + 1 : NULL, &left, error);
    if (status == COMPLAINT_OK && left.failed)
        status = complaint__fail_memory(error);
    if (status == COMPLAINT_OK)
        store->address = complaint__buffer_take(&left, NULL);
    complaint__buffer_free(&left);
    if (status == COMPLAINT_OK && store->address == NULL)
        status = complaint__fail_memory(error);
    return status;
}
