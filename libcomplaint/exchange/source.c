/* Files in UTF-8, GBK, GB18030 or UTF-16 as one stream of UTF-8, by iconv(3).
 * The locale plays no part. */
#include "exchange/source.h"

#include "base/context.h"
#include "base/failure.h"
#include "base/line.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)65536)
/* Three-byte UTF-8 characters in a row of no errors that make it certain that
 * a file is not GBK: short GBK texts may look like UTF-8 by chance. */
#define SURELY_UTF8 16

enum encoding { UTF_8, GBK, GB18030, UTF_16LE, UTF_16BE, DETECT };

static const struct {
    const char *name;
    const char *iconv_name;
} encodings[] = {
    {"utf-8", NULL},          {"gbk", "GBK"},           {"gb18030", "GB18030"},
    {"utf-16le", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}, {"detect", NULL},
};

struct complaint__source {
    complaint_context *context;
    char *path;
    int file;
    enum encoding encoding;
    size_t mark; /* bytes of the byte order mark */
    iconv_t converter;
    bool converting;
    bool at_end;
    size_t input_start;
    size_t input_size;
    char input[BLOCK];
};

/* What one pass over the file found. */
typedef struct finding_pass {
    bool valid;
    uint64_t offset; /* of the first bad byte, in the file */
    int64_t line;    /* that it stands in */
    int64_t wide;    /* three-byte characters (UTF-8) */
} finding_pass;

static int fail_io(complaint__source *s, complaint_error **error)
{
    int code = errno;

    complaint__fail(s->context, error, COMPLAINT_IO, "import.file_read", "path",
                    "cannot read the file: %s", strerror(code));
    complaint__error_place(error, s->path, -1, -1);
    complaint__error_backend(error, code);
    return COMPLAINT_IO;
}

static int open_file(complaint__source *s, complaint_error **error)
{
    struct stat info;
    int status = COMPLAINT_OK;

    s->file = open(s->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (s->file < 0 && (errno == ENOENT || errno == ENOTDIR))
        status = complaint__fail(s->context, error, COMPLAINT_NOT_FOUND,
                                 "import.file_missing", "path", "no such file");
    else if (s->file < 0 || fstat(s->file, &info) != 0)
        return fail_io(s, error);
    else if (!S_ISREG(info.st_mode))
        status =
            complaint__fail(s->context, error, COMPLAINT_INVALID,
                            "import.file_kind", "path", "not a regular file");
    if (status != COMPLAINT_OK)
        complaint__error_place(error, s->path, -1, -1);
    return status;
}

/* Fill the input behind what is left in it. */
static int fill(complaint__source *s, complaint_error **error)
{
    ssize_t got;

    if (s->input_start > 0)
        memmove(s->input, s->input + s->input_start,
                s->input_size - s->input_start);
    s->input_size -= s->input_start;
    s->input_start = 0;
    do {
        got = read(s->file, s->input + s->input_size, BLOCK - s->input_size);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_io(s, error);
    if (got == 0)
        s->at_end = true;
    s->input_size += (size_t)got;
    return COMPLAINT_OK;
}

/* Begin again behind the byte order mark. */
static int restart(complaint__source *s, complaint_error **error)
{
    s->input_start = s->input_size = 0;
    s->at_end = false;
    if (lseek(s->file, (off_t)s->mark, SEEK_SET) < 0)
        return fail_io(s, error);
    if (s->converting)
        iconv(s->converter, NULL, NULL, NULL, NULL);
    return COMPLAINT_OK;
}

static int set_encoding(complaint__source *s, enum encoding encoding,
                        complaint_error **error)
{
    if (s->converting)
        iconv_close(s->converter);
    s->converting = false;
    s->encoding = encoding;
    if (encodings[encoding].iconv_name == NULL)
        return COMPLAINT_OK;
    s->converter = iconv_open("UTF-8", encodings[encoding].iconv_name);
    if (s->converter == (iconv_t)-1)
        return complaint__fail(s->context, error, COMPLAINT_UNSUPPORTED,
                               "import.encoding_missing", "encoding",
                               "this system cannot convert from %s",
                               encodings[encoding].name);
    s->converting = true;
    return COMPLAINT_OK;
}

/* ---- the pass that checks ---- */

static void count_lines(const char *bytes, size_t size, int64_t *lines)
{
    const char *end = bytes + size;
    const char *at = bytes;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        (*lines)++;
        at++;
    }
}

/* Bytes of whole valid characters at the start; *cut when what follows may be
 * the beginning of one that goes on. */
static size_t valid_prefix(const char *bytes, size_t size, bool *cut,
                           int64_t *wide)
{
    size_t at = 0;

    *cut = false;
    while (at < size) {
        uint32_t code;
        size_t step = 1;

        if ((unsigned char)bytes[at] >= 0x80) {
            step = complaint__utf8_decode(bytes + at, size - at, &code);
            *wide += step == 3;
        }
        if (step == 0) {
            *cut = size - at < 4;
            break;
        }
        at += step;
    }
    return at;
}

static int check_utf8(complaint__source *s, finding_pass *pass,
                      complaint_error **error)
{
    bool cut = false;
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK) {
        size_t good;

        status = fill(s, error);
        if (status != COMPLAINT_OK || s->input_size == 0)
            break;
        good = valid_prefix(s->input, s->input_size, &cut, &pass->wide);
        count_lines(s->input, good, &pass->line);
        pass->offset += good;
        s->input_start = good;
        if (good < s->input_size && (!cut || s->at_end)) {
            pass->valid = false;
            break;
        }
    }
    return status;
}

static int check_converted(complaint__source *s, finding_pass *pass,
                           complaint_error **error)
{
    int status = COMPLAINT_OK;

    while (status == COMPLAINT_OK) {
        char text[BLOCK / 4];
        char *in = s->input + s->input_start;
        char *out = text;
        size_t in_size = s->input_size - s->input_start;
        size_t room = sizeof text;
        size_t result =
            in_size == 0 ? 0 : iconv(s->converter, &in, &in_size, &out, &room);

        pass->offset += s->input_size - s->input_start - in_size;
        s->input_start = s->input_size - in_size;
        count_lines(text, sizeof text - room, &pass->line);
        if (result == (size_t)-1 && errno == EILSEQ) {
            pass->valid = false;
            break;
        }
        if (result == (size_t)-1 && errno == E2BIG)
            continue;
        if (s->at_end) {
            pass->valid = in_size == 0;
            break;
        }
        status = fill(s, error);
    }
    return status;
}

static int check(complaint__source *s, finding_pass *pass,
                 complaint_error **error)
{
    int status = restart(s, error);

    *pass = (finding_pass){true, s->mark, 1, 0};
    if (status != COMPLAINT_OK)
        return status;
    return s->converting ? check_converted(s, pass, error)
                         : check_utf8(s, pass, error);
}

static int fail_encoding(complaint__source *s, const finding_pass *pass,
                         const char *name, complaint_error **error)
{
    complaint__fail(s->context, error, COMPLAINT_INVALID, "import.encoding",
                    "encoding", "not %s: byte %llu, in line %lld",
                    complaint__context_translate(s->context, name),
                    (unsigned long long)pass->offset, (long long)pass->line);
    complaint__error_place(error, s->path, pass->line, -1);
    return COMPLAINT_INVALID;
}

/* ---- choosing ---- */

static int read_mark(complaint__source *s, enum encoding *found,
                     complaint_error **error)
{
    static const struct {
        const char *bytes;
        size_t size;
        enum encoding encoding;
    } marks[] = {{"\xEF\xBB\xBF", 3, UTF_8},
                 {"\xFF\xFE", 2, UTF_16LE},
                 {"\xFE\xFF", 2, UTF_16BE},
                 {"\x84\x31\x95\x33", 4, GB18030}};
    int status = restart(s, error);

    *found = DETECT;
    if (status == COMPLAINT_OK)
        status = fill(s, error);
    for (size_t i = 0; status == COMPLAINT_OK && i < 4; i++)
        if (s->input_size >= marks[i].size &&
            memcmp(s->input, marks[i].bytes, marks[i].size) == 0) {
            *found = marks[i].encoding;
            s->mark = marks[i].size;
            break;
        }
    return status;
}

static int detect(complaint__source *s, complaint_error **error)
{
    finding_pass utf8, other;
    int status = set_encoding(s, UTF_8, error);

    if (status == COMPLAINT_OK)
        status = check(s, &utf8, error);
    if (status != COMPLAINT_OK || utf8.valid)
        return status;
    status = set_encoding(s, GB18030, error);
    if (status == COMPLAINT_OK)
        status = check(s, &other, error);
    if (status != COMPLAINT_OK || other.valid)
        return status;
    return fail_encoding(s, &utf8, "UTF-8, nor GB18030", error);
}

/* Told one thing; the file must agree. */
static int settle(complaint__source *s, enum encoding told,
                  complaint_error **error)
{
    finding_pass pass;
    int status;

    if (told == GBK || told == GB18030) {
        status = set_encoding(s, UTF_8, error);
        if (status == COMPLAINT_OK)
            status = check(s, &pass, error);
        if (status != COMPLAINT_OK)
            return status;
        if (pass.valid && pass.wide >= SURELY_UTF8) {
            status = complaint__fail(s->context, error, COMPLAINT_INVALID,
                                     "import.encoding", "encoding",
                                     "not %s: the whole file is UTF-8",
                                     encodings[told].name);
            complaint__error_place(error, s->path, -1, -1);
            return status;
        }
    }
    status = set_encoding(s, told, error);
    if (status == COMPLAINT_OK)
        status = check(s, &pass, error);
    if (status == COMPLAINT_OK && !pass.valid)
        status = fail_encoding(s, &pass, encodings[told].name, error);
    return status;
}

static int choose(complaint__source *s, enum encoding told,
                  complaint_error **error)
{
    enum encoding marked;
    int status = read_mark(s, &marked, error);

    if (status != COMPLAINT_OK)
        return status;
    if (told == DETECT && marked == DETECT)
        return detect(s, error);
    if (told == DETECT || marked == DETECT || told == marked)
        return settle(s, told == DETECT ? marked : told, error);
    if (marked == GB18030) { /* may be anything in another encoding */
        s->mark = 0;
        return settle(s, told, error);
    }
    complaint__fail(s->context, error, COMPLAINT_INVALID, "import.encoding",
                    "encoding", "not %s: the file begins with the mark of %s",
                    encodings[told].name, encodings[marked].name);
    complaint__error_place(error, s->path, 1, -1);
    return COMPLAINT_INVALID;
}

static int find_encoding(complaint_context *context, const char *name,
                         enum encoding *out, complaint_error **error)
{
    size_t count = sizeof encodings / sizeof encodings[0];

    *out = DETECT;
    if (name == NULL)
        return COMPLAINT_OK;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(name, encodings[i].name) == 0) {
            *out = (enum encoding)i;
            return COMPLAINT_OK;
        }
    complaint__fail(context, error, COMPLAINT_INVALID,
                    "import.encoding_unknown", "encoding",
                    "unknown encoding \"%s\"", name);
    for (size_t i = 0; i < count; i++)
        complaint__error_item(error, encodings[i].name);
    return COMPLAINT_INVALID;
}

int complaint__source_open(complaint_context *context, const char *path,
                           const char *encoding, complaint__source **out,
                           complaint_error **error)
{
    complaint__source *s;
    enum encoding told;
    int status = find_encoding(context, encoding, &told, error);

    *out = NULL;
    if (status != COMPLAINT_OK)
        return status;
    s = complaint__alloc(context, sizeof *s);
    if (s == NULL)
        return complaint__fail_memory(error);
    s->context = context;
    s->file = -1;
    s->mark = s->input_start = s->input_size = 0;
    s->converting = s->at_end = false;
    s->encoding = UTF_8;
    s->path = complaint__copy_text(context, path);
    status = s->path == NULL ? complaint__fail_memory(error) : COMPLAINT_OK;
    if (status == COMPLAINT_OK)
        status = open_file(s, error);
    if (status == COMPLAINT_OK)
        status = choose(s, told, error);
    if (status == COMPLAINT_OK)
        status = restart(s, error);
    if (status != COMPLAINT_OK) {
        complaint__source_close(s);
        return status;
    }
    *out = s;
    return COMPLAINT_OK;
}

/* ---- reading ---- */

static int read_plain(complaint__source *s, char *bytes, size_t capacity,
                      size_t *size, complaint_error **error)
{
    if (s->input_start == s->input_size) {
        int status = fill(s, error);

        if (status != COMPLAINT_OK)
            return status;
    }
    *size = s->input_size - s->input_start;
    if (*size > capacity)
        *size = capacity;
    memcpy(bytes, s->input + s->input_start, *size);
    s->input_start += *size;
    return COMPLAINT_OK;
}

static int read_converted(complaint__source *s, char *bytes, size_t capacity,
                          size_t *size, complaint_error **error)
{
    char *out = bytes;
    size_t room = capacity;

    while (room == capacity) {
        char *in = s->input + s->input_start;
        size_t in_size = s->input_size - s->input_start;

        if (in_size > 0 &&
            iconv(s->converter, &in, &in_size, &out, &room) == (size_t)-1 &&
            (errno == EILSEQ || (errno == EINVAL && s->at_end)))
            return complaint__fail(s->context, error, COMPLAINT_INVALID,
                                   "import.encoding", "encoding",
                                   "the file changed while it was read");
        s->input_start = s->input_size - in_size;
        if (room < capacity || (s->at_end && in_size == 0))
            break;
        if (!s->at_end) {
            int status = fill(s, error);

            if (status != COMPLAINT_OK)
                return status;
        }
    }
    *size = capacity - room;
    return COMPLAINT_OK;
}

int complaint__source_read(complaint__source *s, char *bytes, size_t capacity,
                           size_t *size, complaint_error **error)
{
    *size = 0;
    return s->converting ? read_converted(s, bytes, capacity, size, error)
                         : read_plain(s, bytes, capacity, size, error);
}

int complaint__source_rewind(complaint__source *s, complaint_error **error)
{
    return restart(s, error);
}

const char *complaint__source_encoding(const complaint__source *source)
{
    return encodings[source->encoding].name;
}

void complaint__source_close(complaint__source *s)
{
    if (s == NULL)
        return;
    if (s->converting)
        iconv_close(s->converter);
    if (s->file >= 0)
        close(s->file);
    complaint__free(s->context, s->path);
    complaint__free(s->context, s);
}
