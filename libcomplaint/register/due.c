/* The due queue: running clocks of all cases in the order of limit, case and
 * name. Cases are read in the order of their next limit, from an index; what
 * else runs in a case waits in a heap until its turn. Cursors: cursor.c. */
#include "register/inside.h"

#include "base/failure.h"

#include <string.h>

#define FIRST_CHUNK 16
#define LAST_CHUNK 512

/* A place in the queue. */
typedef struct place {
    complaint_time due;
    char case_id[COMPLAINT__ID_SIZE];
    const char *clock; /* one text a name, see intern() */
} place;

typedef struct name {
    struct name *next;
    const char *text;
} name;

/* At most one place a case stands in the heap: that of its next clock. */
struct complaint__due_queue {
    complaint_register *owner; /* the cursor's */
    complaint_time until;      /* COMPLAINT_TIME_NONE: no end */
    complaint__arena *arena;   /* of the names */
    name *names;
    place last; /* given or passed; nothing before it comes any more */
    place *heap;
    size_t count;
    size_t capacity;
    place after;             /* the last case of the last chunk */
    place chunk[LAST_CHUNK]; /* cases, read ahead */
    size_t chunk_at;
    size_t chunk_count;
    size_t chunk_size; /* of the next one */
    bool read_all;
};

static int compare(const place *a, const place *b)
{
    int order = (a->due > b->due) - (a->due < b->due);

    if (order == 0)
        order = strcmp(a->case_id, b->case_id);
    return order != 0 ? order : strcmp(a->clock, b->clock);
}

/* ---- the heap ---- */

static void push(complaint__due_queue *queue, const place *added)
{
    size_t at = queue->count++;

    while (at > 0 && compare(added, &queue->heap[(at - 1) / 2]) < 0) {
        queue->heap[at] = queue->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    queue->heap[at] = *added;
}

static void pop(complaint__due_queue *queue)
{
    place moved = queue->heap[--queue->count];
    size_t at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child + 1 < queue->count &&
            compare(&queue->heap[child + 1], &queue->heap[child]) < 0)
            child++;
        if (child >= queue->count || compare(&moved, &queue->heap[child]) <= 0)
            break;
        queue->heap[at] = queue->heap[child];
        at = child;
    }
    queue->heap[at] = moved;
}

static int reserve(complaint__due_queue *queue, complaint_error **error)
{
    size_t capacity = queue->capacity == 0 ? 32 : 2 * queue->capacity;
    place *heap;

    if (queue->count < queue->capacity)
        return COMPLAINT_OK;
    heap = complaint__realloc_array(queue->owner->context, queue->heap,
                                    capacity, sizeof *heap);
    if (heap == NULL)
        return complaint__fail_memory(error);
    queue->heap = heap;
    queue->capacity = capacity;
    return COMPLAINT_OK;
}

/* ---- the clocks of a case ---- */

/* Procedures name few clocks: the texts are kept once. NULL: no memory. */
static const char *intern(complaint__due_queue *queue, const char *text)
{
    name *one = queue->names;

    while (one != NULL && strcmp(one->text, text) != 0)
        one = one->next;
    if (one != NULL)
        return one->text;
    one = complaint__arena_alloc(queue->arena, sizeof *one);
    if (one == NULL)
        return NULL;
    one->text = complaint__arena_text(queue->arena, text);
    if (one->text == NULL)
        return NULL;
    one->next = queue->names;
    queue->names = one;
    return one->text;
}

/* Does the clock run, with a limit that was asked for? */
static bool runs(const complaint__due_queue *queue,
                 const complaint_value *clock)
{
    const complaint_value *due = &clock[complaint__clock_due_at];

    return clock[complaint__clock_stopped_at].type == COMPLAINT_VALUE_NULL &&
           due->type != COMPLAINT_VALUE_NULL &&
           (queue->until == COMPLAINT_TIME_NONE ||
            due->integer <= queue->until);
}

static int copy_row(complaint__arena *arena, const complaint_value *from,
                    complaint_value **row, complaint_error **error)
{
    size_t count = complaint__relation_clock.column_count;
    complaint_value *copy = complaint__arena_alloc(arena, count * sizeof *copy);

    if (copy == NULL)
        return complaint__fail_memory(error);
    for (size_t i = 0; i < count; i++) {
        copy[i] = from[i];
        if (from[i].bytes == NULL)
            continue;
        copy[i].bytes =
            complaint__arena_bytes(arena, from[i].bytes, from[i].size);
        if (copy[i].bytes == NULL)
            return complaint__fail_memory(error);
    }
    *row = copy;
    return COMPLAINT_OK;
}

/* What one look at the running clocks of a case finds. */
typedef struct look {
    const place *at; /* the row of this place, where it still runs ... */
    complaint__arena *arena;
    complaint_value *row; /* ... or NULL */
    place next;           /* the first place after `at`; no clock: none */
} look;

static int look_at(complaint__due_queue *queue, look *l,
                   const complaint_value *clock, complaint_error **error)
{
    place found = {.due = clock[complaint__clock_due_at].integer,
                   .clock = clock[complaint__clock_name].bytes};
    int order;

    memcpy(found.case_id, l->next.case_id, sizeof found.case_id);
    order = compare(&found, l->at);
    if (order == 0 && l->arena != NULL)
        return copy_row(l->arena, clock, &l->row, error);
    if (order <= 0 || (l->next.clock != NULL && compare(&found, &l->next) >= 0))
        return COMPLAINT_OK;
    found.clock = intern(queue, found.clock);
    if (found.clock == NULL)
        return complaint__fail_memory(error);
    l->next = found;
    return COMPLAINT_OK;
}

static int look_into(complaint__due_queue *queue, const char *case_id, look *l,
                     complaint_error **error)
{
    complaint_value equal = complaint__value_text(case_id);
    complaint_scan scan = {.relation = &complaint__relation_clock,
                           .equal = &equal,
                           .equal_count = 1};
    const complaint_value *clock = NULL;
    complaint__scan *clocks;
    int status =
        complaint__store_scan(queue->owner->store, &scan, &clocks, error);

    if (status != COMPLAINT_OK)
        return status;
    memcpy(l->next.case_id, case_id, strlen(case_id) + 1);
    do {
        status = complaint__scan_next(clocks, &clock, error);
        if (status == COMPLAINT_OK && clock != NULL && runs(queue, clock))
            status = look_at(queue, l, clock, error);
    } while (status == COMPLAINT_OK && clock != NULL);
    complaint__scan_close(clocks);
    return status;
}

/* ---- cases in the order of their next limits ---- */

static int take_key(complaint__due_queue *queue, const complaint_value *row,
                    place *out, complaint_error **error)
{
    const complaint_value *id = &row[complaint__case_id];

    if (id->size != sizeof out->case_id - 1)
        return complaint__fail(queue->owner->context, error, COMPLAINT_CORRUPT,
                               "case.row", "id", "the case's row is damaged");
    out->due = row[complaint__case_due_at].integer;
    memcpy(out->case_id, id->bytes, sizeof out->case_id);
    out->clock = ""; /* before every clock of this case at this time */
    return COMPLAINT_OK;
}

/* The scan is closed before anything else is read or written. */
static int read_chunk(complaint__due_queue *queue, complaint_error **error)
{
    const complaint_value *row = NULL;
    const complaint_value after[2] = {
        complaint__value_integer(queue->after.due),
        complaint__value_text(queue->after.case_id)};
    complaint_scan scan = {.relation = &complaint__relation_case,
                           .lower = complaint__value_integer(INT64_MIN),
                           .limit = queue->chunk_size};
    complaint__scan *cases;
    size_t count = 0;
    int status;

    queue->chunk_at = queue->chunk_count = 0;
    scan.index = complaint__relation_index_find(scan.relation, "due");
    if (queue->until != COMPLAINT_TIME_NONE)
        scan.upper = complaint__value_integer(queue->until + 1);
    if (queue->after.case_id[0] != '\0') {
        scan.after = after;
        scan.after_count = 2;
    }
    status = complaint__store_scan(queue->owner->store, &scan, &cases, error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(cases, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_key(queue, row, &queue->chunk[count++], error);
    } while (status == COMPLAINT_OK && row != NULL &&
             count < queue->chunk_size);
    complaint__scan_close(cases);
    if (status != COMPLAINT_OK)
        return status;
    queue->read_all = count < queue->chunk_size;
    if (count > 0)
        queue->after = queue->chunk[count - 1];
    queue->chunk_count = count;
    if (queue->chunk_size < LAST_CHUNK)
        queue->chunk_size *= 2;
    return COMPLAINT_OK;
}

/* ---- the queue ---- */

static int take_case(complaint__due_queue *queue, complaint_error **error)
{
    look l = {.at = &queue->last};
    int status = reserve(queue, error);

    if (status == COMPLAINT_OK)
        status =
            look_into(queue, queue->chunk[queue->chunk_at].case_id, &l, error);
    if (status != COMPLAINT_OK)
        return status;
    queue->chunk_at++;
    if (l.next.clock != NULL)
        push(queue, &l.next);
    return COMPLAINT_OK;
}

/* The first place of the heap; its row, where the clock still runs. A case
 * that moved while the queue was read may stand in the heap twice, and then
 * at the same place. */
static int take_clock(complaint__due_queue *queue, complaint__arena *arena,
                      complaint_value **row, complaint_error **error)
{
    place first = queue->heap[0];
    look l = {.at = &first, .arena = arena};
    int status;

    if (compare(&first, &queue->last) == 0) {
        pop(queue);
        return COMPLAINT_OK;
    }
    status = look_into(queue, first.case_id, &l, error);
    if (status != COMPLAINT_OK)
        return status;
    pop(queue);
    queue->last = first;
    if (l.next.clock != NULL)
        push(queue, &l.next);
    *row = l.row;
    return COMPLAINT_OK;
}

int complaint__due_queue_next(complaint__due_queue *queue,
                              complaint__arena *arena, complaint_value **row,
                              complaint_error **error)
{
    int status = COMPLAINT_OK;

    *row = NULL;
    while (status == COMPLAINT_OK && *row == NULL) {
        bool cases = queue->chunk_at < queue->chunk_count;

        if (!cases && !queue->read_all)
            status = read_chunk(queue, error);
        else if (cases &&
                 (queue->count == 0 ||
                  compare(&queue->chunk[queue->chunk_at], &queue->heap[0]) < 0))
            status = take_case(queue, error);
        else if (queue->count > 0)
            status = take_clock(queue, arena, row, error);
        else
            break;
    }
    return status;
}

int complaint__due_queue_new(complaint_register *owner, complaint_time until,
                             complaint__due_queue **out,
                             complaint_error **error)
{
    complaint__due_queue *queue =
        complaint__alloc_array(owner->context, 1, sizeof *queue);

    *out = NULL;
    if (queue == NULL)
        return complaint__fail_memory(error);
    queue->arena = complaint__arena_new(owner->context);
    if (queue->arena == NULL) {
        complaint__free(owner->context, queue);
        return complaint__fail_memory(error);
    }
    queue->owner = owner;
    queue->until = until == INT64_MAX ? COMPLAINT_TIME_NONE : until;
    queue->last = (place){INT64_MIN, "", ""};
    queue->chunk_size = FIRST_CHUNK;
    *out = queue;
    return COMPLAINT_OK;
}

void complaint__due_queue_free(complaint__due_queue *queue)
{
    complaint_context *context;

    if (queue == NULL)
        return;
    context = queue->owner->context;
    complaint__arena_free(queue->arena);
    complaint__free(context, queue->heap);
    complaint__free(context, queue);
}
