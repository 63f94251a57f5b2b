/* A private PostgreSQL server for one test program: a temporary folder, a unix
 * socket, no network. It ends with the process that started it. */
#ifndef TESTS_SUPPORT_SERVER_H
#define TESTS_SUPPORT_SERVER_H

#include <check.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct server {
    char folder[48];
    char programs[200]; /* where initdb and postgres are */
    bool durable;       /* fsync; set before starting */
    pid_t process;      /* 0: not running */
} server;

/* Make the folder and start. When there is nothing to start: exit code 77
 * (skipped), or 1 where CI is set, as *skip; false. */
bool server_start(server *s, int *skip);
/* What main() returns: the suite is made and run beside a server, which is
 * stopped. `left_out` is for builds without PostgreSQL. */
int server_test_run(server *s, Suite *(*suite)(void));
int server_test_left_out(void);
/* Make a folder with a copy of a running server and start it as its standby,
 * which streams what the other writes. */
bool server_follow(server *standby, const server *primary);
/* Start again after it was stopped or killed. */
bool server_run(server *s);
/* kill -9 of the server's own process; its children notice and end. */
void server_kill(server *s);
/* Stop, as an administrator would, and keep the data. */
void server_halt(server *s);
/* Stop and remove. */
void server_stop(server *s);
/* "postgresql:///postgres?host=...&user=complaint" and more parameters, which
 * begin with "&", in a static buffer per call site of `size` bytes. */
const char *server_uri(const server *s, const char *more, char *text,
                       size_t size);

#endif
