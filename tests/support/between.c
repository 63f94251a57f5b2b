/* Connections passed on, message by message; see between.h. */
#include "support/between.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define SOCKET_NAME "/.s.PGSQL.5432"
#define STEP 20 /* milliseconds between two looks at `stop` */

/* Bytes of a client that are no whole message yet. */
typedef struct stream {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
    bool started; /* the first message has no type */
} stream;

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0)
        return -1;
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool send_all(int fd, const void *data, size_t size)
{
    const char *bytes = data;

    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

static size_t read_size(const unsigned char *bytes)
{
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 |
           (size_t)bytes[2] << 8 | bytes[3];
}

/* ---- the fault ---- */

/* A statement before the client's: the server refuses it as it does when two
 * transactions met, and passes over everything up to the next Sync. */
static bool send_fault(int fd)
{
    static const char sql[] = "DO $$BEGIN RAISE EXCEPTION 'as if met' USING "
                              "ERRCODE='40001'; END$$";
    static const unsigned char bind[] = {'B', 0, 0, 0, 12, 0, 0,
                                         0,   0, 0, 0, 0,  0};
    static const unsigned char execute[] = {'E', 0, 0, 0, 9, 0, 0, 0, 0, 0};
    unsigned char parse[160] = {'P'};
    size_t size = 4 + 1 + sizeof sql + 2;

    parse[4] = (unsigned char)size;
    memcpy(parse + 6, sql, sizeof sql);
    return send_all(fd, parse, size + 1) && send_all(fd, bind, sizeof bind) &&
           send_all(fd, execute, sizeof execute);
}

static bool is_turn(atomic_long *every, long count)
{
    long n = atomic_load(every);

    return n > 0 && count % n == 0;
}

/* One in n, without order: what is repeated would meet an n-th for ever. */
static bool is_chosen(atomic_long *every, long count)
{
    uint64_t bits = (uint64_t)count * UINT64_C(0x9e3779b97f4a7c15);
    long n = atomic_load(every);

    bits = (bits ^ bits >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return n > 0 && (bits ^ bits >> 32) % (uint64_t)n == 0;
}

/* "B", its size, the portal's name, the statement's: the store calls its own
 * COMMIT so. */
static bool is_commit(const unsigned char *message, size_t size)
{
    static const char name[] = "c_commit";
    const unsigned char *end = memchr(message + 5, 0, size - 5);

    return end != NULL && size - (size_t)(end + 1 - message) > sizeof name &&
           memcmp(end + 1, name, sizeof name) == 0;
}

static bool is_to_fail(between *self, bool commit)
{
    long statements = atomic_fetch_add(&self->statements, 1) + 1;
    long commits = atomic_fetch_add(&self->commits, commit) + 1;

    if (atomic_load(&self->fail_after) >= 0)
        return atomic_fetch_sub(&self->fail_after, 1) == 0;
    if (atomic_load(&self->only_commits))
        return commit && is_chosen(&self->fail_every, commits);
    return is_chosen(&self->fail_every, statements);
}

/* ---- messages of a client ---- */

/* False: the connection ends here. */
static bool pass(between_link *link, const unsigned char *message, size_t size)
{
    between *self = link->owner;
    bool cut = false;
    long trips;

    if (message[0] == 'B' && is_to_fail(self, is_commit(message, size))) {
        atomic_fetch_add(&self->failed, 1);
        if (!send_fault(link->server))
            return false;
    }
    if (message[0] == 'S' || message[0] == 'Q') {
        trips = atomic_fetch_add(&self->trips, 1) + 1;
        cut = is_turn(&self->cut_every, trips);
    }
    if (cut && atomic_fetch_add(&self->cuts, 1) % 2 == 0)
        return false;
    return send_all(link->server, message, size) && !cut;
}

static bool pass_messages(between_link *link, stream *from)
{
    size_t at = 0;
    bool good = true;

    while (good) {
        size_t type = from->started ? 1 : 0;
        size_t size;

        if (from->size - at < type + 4)
            break;
        size = type + read_size(from->bytes + at + type);
        if (from->size - at < size)
            break;
        if (from->started)
            good = pass(link, from->bytes + at, size);
        else
            good = send_all(link->server, from->bytes + at, size);
        from->started = true;
        at += size;
    }
    memmove(from->bytes, from->bytes + at, from->size - at);
    from->size -= at;
    return good;
}

static bool take_from_client(between_link *link, stream *from)
{
    ssize_t got;

    if (from->capacity - from->size < 65536) {
        size_t capacity = 2 * from->capacity + 65536;
        unsigned char *bytes = realloc(from->bytes, capacity);

        if (bytes == NULL)
            return false;
        from->bytes = bytes;
        from->capacity = capacity;
    }
    got = recv(link->client, from->bytes + from->size, 65536, 0);
    if (got <= 0)
        return got < 0 && errno == EINTR;
    from->size += (size_t)got;
    return pass_messages(link, from);
}

static bool take_from_server(between_link *link)
{
    long delay = atomic_load(&link->owner->delay);
    struct timespec time = {delay / 1000000, delay % 1000000 * 1000};
    char bytes[16384];
    ssize_t got = recv(link->server, bytes, sizeof bytes, 0);

    if (got <= 0)
        return got < 0 && errno == EINTR;
    if (delay > 0)
        (void)nanosleep(&time, NULL);
    return send_all(link->client, bytes, (size_t)got);
}

static void *serve(void *data)
{
    between_link *link = data;
    stream from = {.bytes = NULL};
    bool good = true;

    while (good && !atomic_load(&link->owner->stop)) {
        struct pollfd both[2] = {{.fd = link->client, .events = POLLIN},
                                 {.fd = link->server, .events = POLLIN}};

        if (poll(both, 2, STEP) <= 0)
            continue;
        if (both[1].revents != 0)
            good = take_from_server(link);
        if (good && both[0].revents != 0)
            good = take_from_client(link, &from);
    }
    free(from.bytes);
    close(link->client);
    close(link->server);
    atomic_store(&link->ended, true);
    return NULL;
}

/* ---- connections ---- */

static between_link *free_link(between *self)
{
    for (size_t i = 0; i < self->link_count; i++) {
        between_link *link = &self->links[i];

        if (!atomic_load(&link->ended))
            continue;
        if (!link->joined)
            pthread_join(link->thread, NULL);
        link->joined = true;
        return link;
    }
    return self->link_count < BETWEEN_LINKS ? &self->links[self->link_count++]
                                            : NULL;
}

static void welcome(between *self, int client)
{
    between_link *link = free_link(self);
    int behind = link == NULL ? -1 : connect_to(self->behind);

    if (link == NULL) {
        close(client);
        return;
    }
    link->owner = self;
    link->client = client;
    link->server = behind;
    link->joined = false;
    atomic_store(&link->ended, false);
    if (behind >= 0 && pthread_create(&link->thread, NULL, serve, link) == 0)
        return;
    close(client);
    if (behind >= 0)
        close(behind);
    link->joined = true;
    atomic_store(&link->ended, true);
}

static void *listen_on(void *data)
{
    between *self = data;

    while (!atomic_load(&self->stop)) {
        struct pollfd one = {.fd = self->listener, .events = POLLIN};
        int client;

        if (poll(&one, 1, STEP) <= 0)
            continue;
        client = accept(self->listener, NULL, NULL);
        if (client >= 0)
            welcome(self, client);
    }
    return NULL;
}

bool between_start(between *self, const server *behind)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    memset(self, 0, sizeof *self);
    atomic_store(&self->fail_after, -1);
    (void)snprintf(self->folder, sizeof self->folder,
                   "/tmp/complaint-between-XXXXXX");
    (void)snprintf(self->behind, sizeof self->behind, "%s" SOCKET_NAME,
                   behind->folder);
    if (mkdtemp(self->folder) == NULL)
        return false;
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s" SOCKET_NAME,
                   self->folder);
    self->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    return self->listener >= 0 &&
           bind(self->listener, (struct sockaddr *)&address, sizeof address) ==
               0 &&
           listen(self->listener, BETWEEN_LINKS) == 0 &&
           pthread_create(&self->thread, NULL, listen_on, self) == 0;
}

void between_stop(between *self)
{
    char path[96];

    atomic_store(&self->stop, true);
    pthread_join(self->thread, NULL);
    for (size_t i = 0; i < self->link_count; i++)
        if (!self->links[i].joined)
            pthread_join(self->links[i].thread, NULL);
    close(self->listener);
    (void)snprintf(path, sizeof path, "%s" SOCKET_NAME, self->folder);
    (void)unlink(path);
    (void)rmdir(self->folder);
}

const char *between_uri(const between *self, const char *more, char *text,
                        size_t size)
{
    (void)snprintf(text, size,
                   "postgresql:///postgres?host=%s&user=complaint&"
                   "gssencmode=disable%s",
                   self->folder, more);
    return text;
}
