/* A program of somebody else: it knows what was installed and no more. */
#include <complaint/context.h>
#include <complaint/export.h>
#include <complaint/status.h>

#include <stdio.h>
#include <string.h>

int main(void)
{
    complaint_context *context = NULL;
    complaint_error *error = NULL;
    int status = complaint_context_new(NULL, &context, &error);

    if (status != COMPLAINT_OK) {
        fprintf(stderr, "%s\n", complaint_error_message(error));
        complaint_error_free(error);
        return 1;
    }
    printf("libcomplaint %s, language %s\n", complaint_version(),
           complaint_context_language(context));
    complaint_context_free(context);
    return strcmp(complaint_version(), COMPLAINT_VERSION_STRING) != 0;
}
