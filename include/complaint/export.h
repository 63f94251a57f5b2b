/* Visibility, checking and version macros that every public header needs. */
#ifndef COMPLAINT_EXPORT_H
#define COMPLAINT_EXPORT_H

/** Version of the headers, SemVer; complaint_version() tells the library's. */
#define COMPLAINT_VERSION_MAJOR 0
#define COMPLAINT_VERSION_MINOR 1
#define COMPLAINT_VERSION_PATCH 0
#define COMPLAINT_VERSION_STRING "0.1.0"

#if defined(__GNUC__) || defined(__clang__)
#define COMPLAINT_API __attribute__((visibility("default")))
#define COMPLAINT_CHECKED __attribute__((warn_unused_result))
#define COMPLAINT_PRINTF(format_at, first_at)                                  \
    __attribute__((format(printf, format_at, first_at)))
#else
#define COMPLAINT_API
#define COMPLAINT_CHECKED
#define COMPLAINT_PRINTF(format_at, first_at)
#endif

#ifdef __cplusplus
#define COMPLAINT_BEGIN extern "C" {
#define COMPLAINT_END }
#else
#define COMPLAINT_BEGIN
#define COMPLAINT_END
#endif

#endif
