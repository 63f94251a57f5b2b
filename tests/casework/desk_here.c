/* The desk of the register's tests, for this folder's programs. */
#include "register/desk.c"
