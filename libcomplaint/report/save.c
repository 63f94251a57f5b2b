/* complaint_report_save(): a document into a file that is none of the
 * register's own. What a document says is made elsewhere. */
#include <complaint/report.h>

#include "base/context.h"
#include "base/failure.h"
#include "base/file.h"
#include "register/register.h"
#include "storage/storage.h"

#include <complaint/limits.h>

#include <errno.h>
#include <string.h>

static int fail_file(complaint_context *context, const char *path, int code,
                     complaint_error **error)
{
    if (code == ENOMEM)
        return complaint__fail_memory(error);
    return complaint__fail(context, error,
                           code == ENOSPC || code == EDQUOT ? COMPLAINT_FULL
                                                            : COMPLAINT_IO,
                           "report.file", path, "the file cannot be written");
}

int complaint_report_save(complaint_register *self, const char *path,
                          const char *bytes, size_t size,
                          complaint_error **error)
{
    complaint__file_new file;
    complaint_context *context;
    int status = complaint__register_usable(self, error);
    int code;
    int ended;

    if (status != COMPLAINT_OK)
        return status;
    context = complaint__register_context(self);
    if (path == NULL || path[0] == '\0')
        return complaint__fail_misuse(context, error, "path");
    if (bytes == NULL && size > 0)
        return complaint__fail_misuse(context, error, "bytes");
    if (strlen(path) > COMPLAINT_LIMIT_TITLE)
        return complaint__fail_limit(context, error, "path",
                                     COMPLAINT_LIMIT_TITLE);
    status = complaint__store_refuse_own(complaint__register_store(self), path,
                                         "path", error);
    if (status != COMPLAINT_OK)
        return status;
    code = complaint__file_begin(&file, context, path);
    if (code != 0)
        return fail_file(context, path, code, error);
    errno = 0;
    if (size > 0 && fwrite(bytes, 1, size, file.file) != size)
        code = errno != 0 ? errno : EIO;
    ended = complaint__file_end(&file, code == 0);
    code = code != 0 ? code : ended;
    return code != 0 ? fail_file(context, path, code, error) : COMPLAINT_OK;
}
