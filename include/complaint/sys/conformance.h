/* For extenders: the conformance kit, what every storage backend must do. A
 * library of its own, complaint-conformance; hosts do not need it. Its cases
 * ask the table of verbs (complaint/sys/backend.h) and nothing else. */
#ifndef COMPLAINT_SYS_CONFORMANCE_H
#define COMPLAINT_SYS_CONFORMANCE_H

#include <complaint/sys/backend.h>

COMPLAINT_BEGIN

/** What a backend, in one configuration, can do beyond the verbs. A case that
 * needs more is skipped, with the reason told. */
enum complaint_conformance_ability {
    /** What was committed survives a close. */
    COMPLAINT_CONFORMANCE_PERSISTENT = 1,
    /** Two stores may be open on one address. */
    COMPLAINT_CONFORMANCE_SHARED = 2,
    /** A process that has the store open may be killed: the kit makes a child
     * with fork(), while no store is open here, and kills it. */
    COMPLAINT_CONFORMANCE_KILLS = 4
};

/** One configuration of a backend, and how to get at places for its stores.
 * Functions get `data`; those that may be NULL say so. */
typedef struct complaint_conformance_harness {
    size_t struct_size;
    /** Name of the configuration, for the output. */
    const char *name;
    /** The table, as complaint_backend_register() would get it; not NULL. It
     * may be of an older revision: it is read up to its own size. */
    const complaint_backend *backend;
    /** Of enum complaint_conformance_ability, added up. */
    unsigned abilities;
    /** Where the random cases begin; 0: 10002. It is printed. */
    uint64_t seed;
    /** Random verbs to ask for; 0: 20 000. */
    size_t steps;
    /** Children to kill; 0: 10. */
    size_t kills;
    void *data;
    /** A fresh address, given to open, where nothing is yet; valid until
     * wipe. NULL: none can be had, and the case fails. Not NULL. */
    const char *(*create)(void *data);
    /** Another fresh address, for a backup; removed by wipe, too. NULL: cases
     * of backup are skipped. */
    const char *(*create_other)(void *data);
    /** Called between a close and the next open, to empty caches or start a
     * server again; may be NULL. */
    void (*reopen)(void *data);
    /** Remove what lies at the address; may be NULL. */
    void (*wipe)(void *data);
    /** As a loss of power: whatever `store` relies on ends at once, and can be
     * opened again; the kit then closes `store`, minds no status, and calls
     * reopen before it opens. NULL: such cases are skipped. */
    void (*crash)(void *data, complaint_store *store);
    /** Do these bytes lie anywhere in what the store has written (files, logs,
     * free room)? NULL: cases about traces are skipped. */
    bool (*holds)(void *data, const void *bytes, size_t size);
    /** Gets each line of the output, without its end; NULL: stdout. */
    void (*line)(void *data, const char *line);
} complaint_conformance_harness;

/** What a run came to. */
typedef struct complaint_conformance_result {
    size_t struct_size;
    size_t passed;
    size_t failed;
    size_t skipped;
    uint64_t steps; /**< random verbs asked and compared */
    uint64_t kills; /**< children killed */
} complaint_conformance_result;

/**
 * Run every case of the kit against a backend.
 *
 * Each case has a fresh address. Output is the Test Anything Protocol: a line
 * per case, what failed first where one did, why where one was skipped, and
 * at last a line of the counts.
 *
 * @param[in]  harness  not NULL, with struct_size, backend and create.
 * @param[out] result  counts; struct_size is set by the caller; may be NULL.
 * @ownership Nothing is handed over; what `data` leads to stays the caller's.
 * @return COMPLAINT_OK when no case failed; COMPLAINT_INVALID when one did;
 *   COMPLAINT_MISUSE for NULL or a harness without what it must have;
 *   COMPLAINT_NO_MEMORY.
 * @threads One thread at a time per address.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_conformance_run(const complaint_conformance_harness *harness,
                          complaint_conformance_result *result);

/**
 * A backend in front of another that fails on demand. The first members are
 * the caller's to set, at any time; the others count.
 *
 * A verb that can fail is counted when it is called. One that is to fail does
 * not reach the other backend: nothing of it is done. When that ends the
 * transaction (BUSY; from a verb that writes, all but EXISTS, NOT_FOUND and
 * CONFLICT), it is rolled back there, and a verb asked before the library's
 * own rollback is a breach of the contract by the library, and counted.
 */
typedef struct complaint_conformance_faults {
    size_t struct_size;
    /** Where verbs go that do not fail; not NULL. */
    const complaint_backend *inner;
    /** The call that fails, from 1; 0: none. */
    uint64_t fail_at;
    /** What it answers: negative, of complaint/status.h. */
    int status;
    /** BUSY storm: every `busy_every`-th verb inside of a write transaction
     * meets another transaction; 0: none. */
    uint64_t busy_every;
    /** End of the storm: so many have met another; 0: it does not end. */
    uint64_t busy_most;

    uint64_t calls;    /**< verbs called that can fail */
    uint64_t failures; /**< of them, failed by these faults */
    uint64_t breaches; /**< verbs asked after the transaction was over */
} complaint_conformance_faults;

/**
 * Fill in the table of a backend that fails on demand.
 *
 * @param[in]  faults  not NULL, with struct_size and inner; lives as long as
 *   the backend and its stores. Stores of several threads may not share it.
 * @param[in]  scheme  URI scheme of the new backend; lives as long; not NULL.
 * @param[out] backend  the table, to be registered or run; not NULL. It has
 *   the "may" slots that the inner one has.
 * @ownership Everything stays the caller's.
 * @return COMPLAINT_OK; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_conformance_fail(complaint_conformance_faults *faults,
                           const char *scheme, complaint_backend *backend);

COMPLAINT_END

#endif
