/* Counting complaints over plain arrays. */
#include "analysis/aggregation.h"

#include <math.h>
#include <stdlib.h>

static bool closed_by(const complaint__days *days, size_t i, int64_t t)
{
    return days->close_day[i] != COMPLAINT__NO_DAY && days->close_day[i] <= t;
}

int64_t complaint__backlog(const complaint__days *days, int64_t t)
{
    int64_t open = 0;

    for (size_t i = 0; i < days->count; i++)
        open += days->day[i] <= t && !closed_by(days, i, t);
    return open;
}

complaint__limits_kept complaint__limits_on(const complaint__days *days,
                                            int64_t t)
{
    complaint__limits_kept kept = {0, 0, 0, 0, 0};

    for (size_t i = 0; i < days->count; i++) {
        if (days->day[i] > t)
            continue;
        if (days->due_day[i] == COMPLAINT__NO_DAY)
            kept.without++;
        else if (closed_by(days, i, t))
            *(days->close_day[i] <= days->due_day[i] ? &kept.met
                                                     : &kept.late) += 1;
        else
            *(t > days->due_day[i] ? &kept.overdue_open : &kept.not_yet_due) +=
                1;
    }
    return kept;
}

double complaint__compliance(const complaint__limits_kept *kept,
                             bool closed_only)
{
    int64_t of = kept->met + kept->late;

    if (!closed_only)
        of += kept->overdue_open;
    return of > 0 ? (double)kept->met / (double)of : NAN;
}

size_t complaint__closed_days(const complaint__days *days, int64_t t,
                              double *out)
{
    size_t count = 0;

    for (size_t i = 0; i < days->count; i++)
        if (closed_by(days, i, t))
            out[count++] = (double)(days->close_day[i] - days->day[i]);
    return count;
}

static int compare(const void *a, const void *b)
{
    const complaint__occasion *x = a, *y = b;

    if (x->entity != y->entity)
        return x->entity < y->entity ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

complaint__repeats complaint__find_repeats(complaint__occasion *occasions,
                                           size_t count, int64_t window)
{
    complaint__repeats found = {0, 0, 0};

    if (count > 1)
        qsort(occasions, count, sizeof *occasions, compare);
    for (size_t i = 0; i < count; i++) {
        complaint__occasion *now = &occasions[i];
        bool first = i == 0 || now[-1].entity != now->entity;

        now->repeat = !first && now->day - now[-1].day <= window;
        found.repeats += now->repeat;
        found.entities += first;
        /* counted once, at its second complaint */
        found.entities_repeat +=
            !first && (i == 1 || now[-2].entity != now->entity);
    }
    return found;
}
