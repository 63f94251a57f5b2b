/* The scripts of the bundled procedures, for this folder's programs. */
#include "procedure/script.c"
#include "procedure/scripts_goods.c"
#include "procedure/scripts_norm.c"
#include "procedure/scripts_service.c"
