/* libcomplaint: complaint handling for any program. This header includes the
 * whole stable API; extenders add complaint/sys/backend.h. */
#ifndef COMPLAINT_H
#define COMPLAINT_H

#include <complaint/actor.h>
#include <complaint/calendar.h>
#include <complaint/case.h>
#include <complaint/context.h>
#include <complaint/cursor.h>
#include <complaint/dataset.h>
#include <complaint/definition.h>
#include <complaint/error.h>
#include <complaint/evidence.h>
#include <complaint/exchange.h>
#include <complaint/facts.h>
#include <complaint/figure.h>
#include <complaint/finding.h>
#include <complaint/limits.h>
#include <complaint/privacy.h>
#include <complaint/procedure.h>
#include <complaint/register.h>
#include <complaint/relation.h>
#include <complaint/report.h>
#include <complaint/seal.h>
#include <complaint/status.h>
#include <complaint/time.h>
#include <complaint/upkeep.h>

#endif
