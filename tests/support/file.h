/* Files of tests. */
#ifndef COMPLAINT_TESTS_SUPPORT_FILE_H
#define COMPLAINT_TESTS_SUPPORT_FILE_H

/* A copy of a file; the test fails where that cannot be. */
void support_copy_file(const char *from, const char *to);

#endif
