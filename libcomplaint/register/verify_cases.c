/* The cases of a portion verified: in step as long as all goes well, one by
 * one where something is wrong. How what is damaged is stepped over: skip.c. */
#include "register/verify.h"

#include "register/skip.h"

#include <stdio.h>
#include <string.h>

/* Undamaged cases one after the other, until they are read in step again. */
#define SINGLY 64

/* What reading in step came upon; told unless a look at the single case finds
 * what is wrong. */
typedef struct suspicion {
    int64_t count;
    bool row; /* the case's own was there */
    int64_t entry;
    const char *relation;
    const char *what;
} suspicion;

static int suspect(void *data, const complaint__found *found)
{
    suspicion *s = data;

    if (s->count++ == 0) {
        s->entry = found->entry;
        s->relation = found->relation; /* this and the next are static */
        s->what = found->what;
    }
    return COMPLAINT_OK;
}

static int count_case(complaint__worker *w, const complaint__examined *one)
{
    w->cases++;
    w->unreadable += one->unread;
    w->entries += one->entries;
    w->bytes += one->bytes;
    return complaint__verify_stretch(w);
}

/* Is its number one that a counter gave? Told when its row is what its journal
 * says; otherwise that is the news. */
static bool has_number(complaint__worker *w, const complaint__streams *streams,
                       const char *case_id)
{
    const complaint__stream *stream = &streams->of[COMPLAINT__STREAM_CASE];
    const complaint_value *number;

    if (!complaint__stream_is_at(stream, case_id))
        return true;
    number = &stream->row[complaint__case_number];
    complaint__given_see(&w->v->given, number->bytes, number->size);
    return !w->counts ||
           complaint__counters_gave(&w->counters, number->bytes, number->size);
}

static int tell_number(complaint__problem *problem, void *data,
                       const char *case_id)
{
    complaint__found found = {.case_id = case_id,
                              .relation = "series",
                              .columns = "number",
                              .what = "no counter gave the case's number"};

    return problem(data, &found);
}

static int examine(complaint__worker *w, complaint__streams *streams,
                   const char *case_id, complaint__problem *problem, void *data,
                   complaint__examined *examined)
{
    bool known = has_number(w, streams, case_id);
    int status = complaint__examine(w->reg, streams, case_id, problem, data,
                                    examined, NULL, &w->error);

    if (status == COMPLAINT_OK && !known && !examined->broken &&
        examined->changes == 0)
        status = tell_number(problem, data, case_id);
    return status;
}

/* One case by itself, telling all that is wrong; *sound when nothing is. */
static int verify_one(complaint__worker *w, const char *case_id,
                      const suspicion *suspected, bool *sound)
{
    complaint__streams streams;
    complaint__examined examined = {0};
    int64_t told = w->told;
    bool row;
    int status = complaint__streams_open_case(
        w->reg->store, case_id, w->v->chains, true, &streams, &w->error);

    w->expected = suspected == NULL ? NULL : suspected->relation;
    w->met = false;
    row = complaint__stream_is_at(&streams.of[COMPLAINT__STREAM_CASE], case_id);
    if (status == COMPLAINT_OK)
        status =
            examine(w, &streams, case_id, complaint__verify_note, w, &examined);
    w->expected = NULL;
    /* An id that only other rows have may never have been a case's. */
    if (!row && examined.entries > 0 && (suspected == NULL || !suspected->row))
        w->v->given.nameless++;
    for (size_t i = 0; i < COMPLAINT__STREAMS; i++)
        if (streams.of[i].failed && streams.of[i].relation == w->unexplained)
            w->unexplained = NULL;
    complaint__streams_close(&streams);
    if (status == COMPLAINT_OK && suspected != NULL && !w->met &&
        (suspected->count > 0 || (suspected->row && !row))) {
        complaint__found found = {.case_id = case_id,
                                  .entry = suspected->entry,
                                  .relation = suspected->relation,
                                  .what = suspected->what};

        status = complaint__verify_note(w, &found);
    }
    *sound = w->told == told;
    return status == COMPLAINT_OK ? count_case(w, &examined) : status;
}

/* From `at` on; left there is the case that was not done with: damage was met
 * in it or in a row that was read ahead. */
static int verify_in_step(complaint__worker *w, char at[COMPLAINT__ID_SIZE],
                          const char *to)
{
    complaint__streams streams;
    complaint__examined examined = {0};
    int status = complaint__streams_open(
        w->reg->store, at[0] == '\0' ? NULL : at, to[0] == '\0' ? NULL : to,
        w->v->chains, &streams, &w->error);

    while (status == COMPLAINT_OK && !w->v->stopped &&
           complaint__streams_case(&streams, at)) {
        suspicion suspected = {.relation = "case", .what = COMPLAINT__ASTRAY};
        bool sound;

        suspected.row =
            complaint__stream_is_at(&streams.of[COMPLAINT__STREAM_CASE], at);
        status = examine(w, &streams, at, suspect, &suspected, &examined);
        if (status != COMPLAINT_OK)
            break;
        /* A damaged tree may show rows in step to which no key leads. */
        if (suspected.count > 0 || w->v->damaged)
            status = verify_one(w, at, &suspected, &sound);
        else
            status = count_case(w, &examined);
    }
    if (status == COMPLAINT_CORRUPT) {
        w->unexplained = streams.failed;
        complaint_error_free(w->error);
        w->error = NULL;
    }
    complaint__streams_close(&streams);
    return status;
}

/* Rows between two cases that neither relation that knows all of them tells. */
static int tell_gap(complaint__worker *w, const char *after, const char *before)
{
    char key[2 * COMPLAINT__ID_SIZE + 2];
    complaint__found found = {.relation = "case",
                              .key = key,
                              .what = "damaged: cases between these ids cannot "
                                      "be read"};

    (void)snprintf(key, sizeof key, "%s..%s", after, before);
    w->unexplained = NULL;
    return complaint__verify_note(w, &found);
}

/* Past damage; `at` becomes the case to go on from in step, "" at the end. */
static int verify_singly(complaint__worker *w, char at[COMPLAINT__ID_SIZE],
                         const char *to)
{
    char before[COMPLAINT__ID_SIZE];
    char first[COMPLAINT__ID_SIZE];
    complaint__walk walk;
    int sound_count = 0;
    int status = COMPLAINT_OK;

    complaint__walk_open(&walk, w->reg->store, at, to);
    memcpy(before, at, sizeof before);
    memcpy(first, at, sizeof first);
    while (status == COMPLAINT_OK && !w->v->stopped) {
        bool gap;
        bool sound = false;

        status = complaint__walk_next(&walk, at, &gap, &w->error);
        /* It was met in step, and no relation tells its id any more. */
        if (status == COMPLAINT_OK && first[0] != '\0' &&
            strcmp(first, at) != 0)
            status = verify_one(w, first, NULL, &sound);
        first[0] = '\0';
        if (status == COMPLAINT_OK && gap)
            status = tell_gap(w, before, at[0] != '\0' ? at : to);
        if (status != COMPLAINT_OK || at[0] == '\0' || sound_count >= SINGLY)
            break;
        memcpy(before, at, sizeof before);
        status = verify_one(w, at, NULL, &sound);
        sound_count = sound && !gap ? sound_count + 1 : 0;
    }
    return status;
}

static void sum_up(complaint__worker *w)
{
    complaint__verification *v = w->v;

    (void)pthread_mutex_lock(&v->telling);
    v->cases += w->cases;
    v->unreadable += w->unreadable;
    v->entries += w->entries;
    v->bytes += w->bytes;
    (void)pthread_mutex_unlock(&v->telling);
    w->cases = w->unreadable = w->entries = w->bytes = 0;
}

int complaint__verify_cases(complaint__worker *w, const char *from,
                            const char *to)
{
    char at[COMPLAINT__ID_SIZE];
    int status;

    memcpy(at, from, sizeof at);
    do {
        status = verify_in_step(w, at, to);
        if (status != COMPLAINT_CORRUPT)
            break;
        status = verify_singly(w, at, to);
    } while (status == COMPLAINT_OK && at[0] != '\0' && !w->v->stopped);
    /* Damage among rows that belong to no case that was found. */
    if (status == COMPLAINT_OK && w->unexplained != NULL)
        status = complaint__verify_damage(w, NULL, w->unexplained);
    w->unexplained = NULL;
    if (status == COMPLAINT_OK)
        status = complaint__verify_end_stretch(w);
    sum_up(w);
    return status;
}
