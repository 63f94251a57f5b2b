/* A private PostgreSQL server: see server.h. */
#define _DEFAULT_SOURCE
#include "support/server.h"

#include "support/surroundings.h"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The server refuses to run as root. */
static const struct passwd *user_to_be(void)
{
    const struct passwd *user;

    if (getuid() != 0)
        return NULL;
    user = getpwnam("postgres");
    return user != NULL ? user : getpwnam("nobody");
}

static bool find_programs(server *s)
{
    const char *const patterns[] = {"/usr/lib/postgresql/*/bin/initdb",
                                    "/usr/pgsql-*/bin/initdb",
                                    "/usr/local/pgsql/bin/initdb",
                                    "/usr/bin/initdb", "/usr/local/bin/initdb"};

    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        glob_t found;
        bool any = glob(patterns[i], 0, NULL, &found) == 0;
        if (any) {
            snprintf(s->programs, sizeof s->programs, "%s",
                     found.gl_pathv[found.gl_pathc - 1]);
            *strrchr(s->programs, '/') = '\0';
        }
        globfree(&found);
        if (any)
            return true;
    }
    return false;
}

/* In a child: become the user, quiet, and run. */
static void become(const server *s, const char *const arguments[], pid_t parent)
{
    const struct passwd *user = user_to_be();
    const char *words[24] = {NULL};
    char program[256];
    int quiet;

    if (user != NULL && (setgroups(0, NULL) != 0 || setgid(user->pw_gid) != 0 ||
                         setuid(user->pw_uid) != 0))
        _exit(1);
    /* A change of user forgets the wish, so it comes after. */
    prctl(PR_SET_PDEATHSIG, SIGINT);
    if (getppid() != parent || chdir(s->folder) != 0)
        _exit(1);
    setsid();
    quiet = open("log", O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (quiet >= 0) {
        dup2(quiet, 1);
        dup2(quiet, 2);
    }
    snprintf(program, sizeof program, "%s/%s", s->programs, arguments[0]);
    /* By its whole path: it looks for its companions beside itself. */
    words[0] = program;
    for (size_t i = 1; i < 23 && arguments[i] != NULL; i++)
        words[i] = arguments[i];
    execv(program, (char *const *)words);
    _exit(1);
}

/* A program of the server's, to its end. */
static bool run_program(const server *s, const char *const arguments[])
{
    int result = 1;
    pid_t parent = getpid();
    pid_t child = fork();

    if (child == 0)
        become(s, arguments, parent);
    if (child < 0 || waitpid(child, &result, 0) != child)
        return false;
    return WIFEXITED(result) && WEXITSTATUS(result) == 0;
}

static bool make_cluster(const server *s)
{
    const char *const arguments[] = {
        "initdb", "-D", "data", "-U",        "complaint",   "-A",
        "trust",  "-E", "UTF8", "--no-sync", "--no-locale", NULL};

    return run_program(s, arguments);
}

/* The server says so in the last line of its file. */
static bool is_ready(const server *s)
{
    char path[96];
    char line[256] = "";
    char pid[32] = "";
    FILE *file;

    snprintf(path, sizeof path, "%s/data/postmaster.pid", s->folder);
    file = fopen(path, "r");
    if (file == NULL)
        return false;
    if (fgets(pid, sizeof pid, file) == NULL)
        pid[0] = '\0';
    while (fgets(line, sizeof line, file) != NULL)
        ;
    fclose(file);
    return atoi(pid) == (int)s->process && strncmp(line, "ready", 5) == 0;
}

static bool run_once(server *s)
{
    const struct timespec pause = {0, 20000000};
    char sockets[80];
    const char *const arguments[] = {"postgres",
                                     "-D",
                                     "data",
                                     "-k",
                                     sockets,
                                     "-c",
                                     "listen_addresses=",
                                     "-c",
                                     s->durable ? "fsync=on" : "fsync=off",
                                     "-c",
                                     "max_connections=60",
                                     "-c",
                                     "shared_buffers=64MB",
                                     "-c",
                                     "max_prepared_transactions=0",
                                     NULL};
    pid_t parent = getpid();

    snprintf(sockets, sizeof sockets, "%s", s->folder);
    fflush(NULL);
    s->process = fork();
    if (s->process == 0)
        become(s, arguments, parent);
    for (int i = 0; s->process > 0 && i < 1500; i++) {
        if (is_ready(s))
            return true;
        if (waitpid(s->process, NULL, WNOHANG) == s->process)
            break;
        nanosleep(&pause, NULL);
    }
    s->process = 0;
    return false;
}

bool server_run(server *s)
{
    const struct timespec pause = {0, 100000000};

    /* Children of one that was killed may still hold its memory. */
    for (int i = 0; i < 50; i++) {
        if (run_once(s))
            return true;
        nanosleep(&pause, NULL);
    }
    return false;
}

static bool make_folder(server *s)
{
    const struct passwd *user = user_to_be();

    snprintf(s->folder, sizeof s->folder, "/tmp/complaint-pg-XXXXXX");
    return mkdtemp(s->folder) != NULL &&
           (user == NULL || chown(s->folder, user->pw_uid, user->pw_gid) == 0);
}

static int without_server(void)
{
    return getenv("CI") != NULL ? 1 : 77;
}

bool server_start(server *s, int *skip)
{
    bool durable = s->durable;

    memset(s, 0, sizeof *s);
    s->durable = durable;
    if (!find_programs(s)) {
        *skip = without_server();
        fprintf(stderr, "no PostgreSQL server is installed\n");
        return false;
    }
    *skip = 1;
    if (!make_folder(s) || !make_cluster(s) || !server_run(s)) {
        fprintf(stderr, "the PostgreSQL server did not start: %s/log\n",
                s->folder);
        return false;
    }
    return true;
}

int server_test_run(server *s, Suite *(*suite)(void))
{
    int skip = 1;
    int failed;

    if (!server_start(s, &skip))
        return skip;
    failed = test_run(suite());
    server_stop(s);
    return failed;
}

int server_test_left_out(void)
{
    fprintf(stderr, "built without PostgreSQL\n");
    return without_server();
}

bool server_follow(server *standby, const server *primary)
{
    const char *const arguments[] = {
        "pg_basebackup", "-D", "data",          "-R",        "-X",
        "stream",        "-c", "fast",          "--no-sync", "-U",
        "complaint",     "-h", primary->folder, NULL};

    *standby = *primary;
    standby->process = 0;
    return make_folder(standby) && run_program(standby, arguments) &&
           server_run(standby);
}

static void end(server *s, int signal_number)
{
    if (s->process <= 0)
        return;
    kill(s->process, signal_number);
    waitpid(s->process, NULL, 0);
    s->process = 0;
}

void server_kill(server *s)
{
    end(s, SIGKILL);
}

void server_halt(server *s)
{
    end(s, SIGINT);
}

void server_stop(server *s)
{
    const char *const arguments[] = {"rm", "-rf", s->folder, NULL};
    pid_t child;

    server_halt(s);
    if (strncmp(s->folder, "/tmp/complaint-pg-", 18) != 0)
        return;
    child = fork();
    if (child == 0) {
        execvp("rm", (char *const *)arguments);
        _exit(1);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

const char *server_uri(const server *s, const char *more, char *text,
                       size_t size)
{
    snprintf(text, size, "postgresql:///postgres?host=%s&user=complaint%s",
             s->folder, more);
    return text;
}
