/* The frozen backend of revision 1: forwards what it must do. */
#include "storage/frozen.h"

#include "storage/storage.h"

#include <stdlib.h>
#include <string.h>

static void count_destroy(void *user_data)
{
    ++*(int *)user_data;
}

static int open_memory(void *user_data, complaint_context *context,
                       const char *address, unsigned flags,
                       complaint_store **out, complaint_error **error)
{
    (void)user_data;
    (void)address;
    return complaint__backend_memory.open(NULL, context, "", flags, out, error);
}

frozen_backend_1 frozen_make(int *destroyed)
{
    const complaint_backend *memory = &complaint__backend_memory;
    frozen_backend_1 table;

    memset(&table, 0, sizeof table);
    table.struct_size = sizeof table;
    table.revision = 1;
    table.scheme = "frozen";
    table.user_data = destroyed;
    table.open = open_memory;
    table.close = memory->close;
    table.schema = memory->schema;
    table.begin = memory->begin;
    table.commit = memory->commit;
    table.rollback = memory->rollback;
    table.get = memory->get;
    table.insert = memory->insert;
    table.update = memory->update;
    table.erase = memory->erase;
    table.scan = memory->scan;
    table.scan_next = memory->scan_next;
    table.scan_close = memory->scan_close;
    table.destroy = count_destroy;
    return table;
}

int frozen_register(complaint_context *context, const frozen_backend_1 *table,
                    complaint_error **error)
{
    /* Only as big as it says, so that reading further is found. */
    void *copy = malloc(table->struct_size);
    int status = COMPLAINT_NO_MEMORY;

    if (copy != NULL) {
        memcpy(copy, table,
               table->struct_size < sizeof *table ? table->struct_size
                                                  : sizeof *table);
        status = complaint_backend_register(context, copy, error);
    }
    free(copy);
    return status;
}
