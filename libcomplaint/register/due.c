/* The due queue: running clocks of all cases in the order of limit, case and
 * name. Cases are read in the order of their next limit, from an index; what
 * else runs in a case waits in a heap until its turn. Cursors: cursor.c. */
#include "register/inside.h"

#include "base/failure.h"

#include <string.h>

#define FIRST_CHUNK 16
#define LAST_CHUNK 512
#define SOURCES 2

/* A place in the queue. */
typedef struct place {
    complaint_time due;
    char case_id[COMPLAINT__ID_SIZE];
    const char *clock; /* one text a name, see intern() */
    bool alone;        /* of a task: what else runs in the case is not asked
                          for by it */
} place;

typedef struct name {
    struct name *next;
    const char *text;
} name;

/* Rows of an index by limit, read ahead: cases, or tasks of a unit. */
typedef struct source {
    const complaint_relation *relation;
    const complaint_index *index;
    size_t due;        /* columns of the relation */
    size_t key;        /* of the id within the case; 0: it is a case */
    const char *equal; /* first column of the index, or NULL for none */
    size_t where;      /* column that has this value, too; 0: none does */
    const char *value;
    place after; /* the last of the last chunk */
    place *chunk;
    size_t at;
    size_t count;
    size_t size; /* of the next chunk */
    bool read_all;
} source;

/* At most one place a case stands in the heap: that of its next clock. */
struct complaint__due_queue {
    complaint_register *owner; /* the cursor's */
    complaint_time from;       /* COMPLAINT_TIME_NONE: no beginning */
    complaint_time until;      /* COMPLAINT_TIME_NONE: no end */
    int64_t limit;             /* clocks still wanted; negative: all */
    complaint__arena *arena;   /* of the names */
    name *names;
    place last; /* given or passed; nothing before it comes any more */
    place *heap;
    size_t count;
    size_t capacity;
    source sources[SOURCES];
    size_t source_count;
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
           (queue->from == COMPLAINT_TIME_NONE ||
            due->integer >= queue->from) &&
           (queue->until == COMPLAINT_TIME_NONE ||
            due->integer <= queue->until);
}

static int copy_row(complaint__arena *arena, const complaint_value *from,
                    complaint_value **row, complaint_error **error)
{
    size_t count = complaint__relation_clock.column_count;
    complaint_value *copy =
        complaint__arena_copy(arena, from, count * sizeof *copy);

    if (copy == NULL || !complaint__values_keep(arena, copy, count))
        return complaint__fail_memory(error);
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

/* ---- cases, and tasks, in the order of their next limits ---- */

static int take_key(complaint__due_queue *queue, const source *from,
                    const complaint_value *row, place *out,
                    complaint_error **error)
{
    const complaint_value *id = &row[0]; /* of the case: the key begins so */

    if (id->size != sizeof out->case_id - 1)
        return complaint__fail(queue->owner->context, error, COMPLAINT_CORRUPT,
                               "case.row", "id", "the case's row is damaged");
    out->due = row[from->due].integer;
    memcpy(out->case_id, id->bytes, sizeof out->case_id);
    out->clock = ""; /* before every clock of this case at this time */
    out->alone = from->key != 0;
    if (!out->alone)
        return COMPLAINT_OK;
    out->clock = intern(queue, row[from->key].bytes);
    return out->clock == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

static complaint_scan scan_of(const complaint__due_queue *queue,
                              const source *from, complaint_value *equal,
                              complaint_value *where, complaint_value after[4])
{
    complaint_scan scan = {.relation = from->relation,
                           .index = from->index,
                           .lower = complaint__value_integer(INT64_MIN),
                           .limit = from->size};
    size_t count = 0;

    if (queue->until != COMPLAINT_TIME_NONE)
        scan.upper = complaint__value_integer(queue->until + 1);
    if (from->where != 0) {
        *where = complaint__value_text(from->value);
        scan.where = where;
        scan.where_column = from->where;
    }
    if (from->equal != NULL) {
        *equal = complaint__value_text(from->equal);
        scan.equal = equal;
        scan.equal_count = 1;
    }
    if (from->after.case_id[0] == '\0')
        return scan;
    if (from->equal != NULL)
        after[count++] = *equal;
    after[count++] = complaint__value_integer(from->after.due);
    after[count++] = complaint__value_text(from->after.case_id);
    if (from->key != 0)
        after[count++] = complaint__value_text(from->after.clock);
    scan.after = after;
    scan.after_count = count;
    return scan;
}

/* The scan is closed before anything else is read or written. */
static int read_chunk(complaint__due_queue *queue, source *from,
                      complaint_error **error)
{
    const complaint_value *row = NULL;
    complaint_value equal;
    complaint_value where;
    complaint_value after[4];
    complaint_scan scan = scan_of(queue, from, &equal, &where, after);
    complaint__scan *rows;
    size_t count = 0;
    int status;

    from->at = from->count = 0;
    status = complaint__store_scan(queue->owner->store, &scan, &rows, error);
    if (status != COMPLAINT_OK)
        return status;
    do {
        status = complaint__scan_next(rows, &row, error);
        if (status == COMPLAINT_OK && row != NULL)
            status = take_key(queue, from, row, &from->chunk[count++], error);
    } while (status == COMPLAINT_OK && row != NULL && count < from->size);
    complaint__scan_close(rows);
    if (status != COMPLAINT_OK)
        return status;
    from->read_all = count < from->size;
    if (count > 0)
        from->after = from->chunk[count - 1];
    from->count = count;
    if (from->size < LAST_CHUNK)
        from->size *= 2;
    return COMPLAINT_OK;
}

/* ---- the queue ---- */

/* The next row of a source: a case's next clock, or the clock of a task. */
static int take_case(complaint__due_queue *queue, source *from,
                     complaint_error **error)
{
    const place *found = &from->chunk[from->at];
    look l = {.at = &queue->last};
    int status = reserve(queue, error);

    if (status == COMPLAINT_OK && from->key == 0)
        status = look_into(queue, found->case_id, &l, error);
    if (status != COMPLAINT_OK)
        return status;
    if (from->key != 0 && compare(found, &queue->last) > 0)
        l.next = *found;
    from->at++;
    if (l.next.clock != NULL)
        push(queue, &l.next);
    return COMPLAINT_OK;
}

/* The first place of the heap; its row, where the clock still runs. A case
 * that moved while the queue was read may stand in the heap twice, and then
 * at the same place; so may a task. */
static int take_clock(complaint__due_queue *queue, complaint__arena *arena,
                      complaint_value **row, complaint_error **error)
{
    place first = queue->heap[0];
    bool again = compare(&first, &queue->last) == 0;
    look l = {.at = &first, .arena = again ? NULL : arena};
    int status = COMPLAINT_OK;

    if (!again || !first.alone)
        status = look_into(queue, first.case_id, &l, error);
    if (status != COMPLAINT_OK)
        return status;
    pop(queue);
    queue->last = first;
    if (l.next.clock != NULL && !first.alone)
        push(queue, &l.next);
    *row = l.row;
    return COMPLAINT_OK;
}

/* Read what is not read yet; the source whose next row comes first. */
static int next_source(complaint__due_queue *queue, source **out,
                       complaint_error **error)
{
    int status = COMPLAINT_OK;

    *out = NULL;
    for (size_t i = 0; i < queue->source_count && status == COMPLAINT_OK; i++) {
        source *from = &queue->sources[i];

        if (from->at == from->count && !from->read_all)
            status = read_chunk(queue, from, error);
        if (status == COMPLAINT_OK && from->at < from->count &&
            (*out == NULL ||
             compare(&from->chunk[from->at], &(*out)->chunk[(*out)->at]) < 0))
            *out = from;
    }
    return status;
}

int complaint__due_queue_next(complaint__due_queue *queue,
                              complaint__arena *arena, complaint_value **row,
                              complaint_error **error)
{
    int status = COMPLAINT_OK;

    *row = NULL;
    while (status == COMPLAINT_OK && *row == NULL && queue->limit != 0) {
        source *from;

        status = next_source(queue, &from, error);
        if (status != COMPLAINT_OK)
            break;
        if (from != NULL &&
            (queue->count == 0 ||
             compare(&from->chunk[from->at], &queue->heap[0]) < 0))
            status = take_case(queue, from, error);
        else if (queue->count > 0)
            status = take_clock(queue, arena, row, error);
        else
            break;
    }
    if (*row != NULL && queue->limit > 0)
        queue->limit--;
    return status;
}

static int add_source(complaint__due_queue *queue,
                      const complaint_relation *relation, const char *index,
                      const char *equal, complaint_error **error)
{
    bool task = relation == &complaint__relation_task;
    source *from = &queue->sources[queue->source_count];

    from->relation = relation;
    from->index = complaint__relation_index_find(relation, index);
    from->due = task ? complaint__task_due_at : complaint__case_due_at;
    from->key = task ? complaint__task_id : 0;
    from->size = FIRST_CHUNK;
    if (equal != NULL) {
        from->equal = complaint__arena_text(queue->arena, equal);
        if (from->equal == NULL)
            return complaint__fail_memory(error);
    }
    from->chunk =
        complaint__arena_alloc(queue->arena, LAST_CHUNK * sizeof *from->chunk);
    if (from->chunk == NULL)
        return complaint__fail_memory(error);
    queue->source_count++;
    return COMPLAINT_OK;
}

/* All cases with a limit, or those of one unit, owner or procedure, which the
 * index by limit covers: it is walked in order, and what is passed over costs
 * no row. Indexes of their own cost every filing and every step two pages. */
static int add_cases(complaint__due_queue *queue, size_t where,
                     const char *value, complaint_error **error)
{
    source *from = &queue->sources[queue->source_count];
    int status =
        add_source(queue, &complaint__relation_case, "due", NULL, error);

    if (status != COMPLAINT_OK || value == NULL)
        return status;
    from->where = where;
    from->value = complaint__arena_text(queue->arena, value);
    return from->value == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
}

/* Sources by what is asked for; what was given before is passed over. */
static int prepare(complaint__due_queue *queue,
                   const complaint__due_filter *filter, complaint_error **error)
{
    int status;

    if (filter->unit != NULL) /* closed ones, too: clocks may run on */
        status = add_cases(queue, complaint__case_unit, filter->unit, error);
    else if (filter->procedure != NULL)
        status = add_cases(queue, complaint__case_procedure, filter->procedure,
                           error);
    else
        status = add_cases(queue, complaint__case_owner, filter->owner, error);
    if (status == COMPLAINT_OK && filter->unit != NULL)
        status = add_source(queue, &complaint__relation_task, "due",
                            filter->unit, error);
    queue->last = (place){INT64_MIN, "", "", false};
    if (status != COMPLAINT_OK || filter->after_due == COMPLAINT_TIME_NONE)
        return status;
    queue->last.due = filter->after_due;
    memcpy(queue->last.case_id, filter->after_case, sizeof queue->last.case_id);
    queue->last.clock = intern(queue, filter->after_clock);
    return queue->last.clock == NULL ? complaint__fail_memory(error)
                                     : COMPLAINT_OK;
}

int complaint__due_queue_new(complaint_register *owner,
                             const complaint__due_filter *filter,
                             complaint__due_queue **out,
                             complaint_error **error)
{
    complaint__due_queue *queue =
        complaint__alloc_array(owner->context, 1, sizeof *queue);
    int status;

    *out = NULL;
    if (queue == NULL)
        return complaint__fail_memory(error);
    queue->owner = owner;
    queue->from = filter->from;
    queue->until =
        filter->until == INT64_MAX ? COMPLAINT_TIME_NONE : filter->until;
    queue->limit = filter->limit == 0 ? -1 : filter->limit;
    queue->arena = complaint__arena_new(owner->context);
    status = queue->arena == NULL ? complaint__fail_memory(error)
                                  : prepare(queue, filter, error);
    if (status == COMPLAINT_OK)
        *out = queue;
    else
        complaint__due_queue_free(queue);
    return status;
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
