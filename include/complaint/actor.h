/* The actor: who does something, as the host says. */
#ifndef COMPLAINT_ACTOR_H
#define COMPLAINT_ACTOR_H

#include <complaint/context.h>

COMPLAINT_BEGIN

/**
 * Who acts: an id, a unit, and roles. The library does not authenticate; the
 * host says who it is, the procedure says what the roles may do. A role that
 * no procedure names gives no right.
 */
typedef struct complaint_actor complaint_actor;

/**
 * Make an actor without roles.
 *
 * @param[in]  context  not NULL.
 * @param[in]  id  of the person or program, 1 to COMPLAINT_LIMIT_CODE bytes;
 *   an id rather than a name, since the journal keeps it for ever.
 * @param[in]  unit  code of the unit acted for; NULL for none.
 * @param[out] out  the actor; NULL on failure.
 * @param[out] error  see complaint/error.h.
 * @ownership *out is the caller's: complaint_actor_free(). Texts are copied.
 * @return COMPLAINT_OK; COMPLAINT_INVALID for an empty or malformed id;
 *   COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_actor_new(complaint_context *context, const char *id,
                    const char *unit, complaint_actor **out,
                    complaint_error **error);

/**
 * Give an actor a role.
 *
 * @param[in]  actor  not NULL.
 * @param[in]  role  name as procedures use it; "*" stands for every role
 *   (imports, simulations, administrators).
 * @param[out] error  see complaint/error.h.
 * @ownership The text is copied.
 * @return COMPLAINT_OK, also when it has the role; COMPLAINT_INVALID;
 *   COMPLAINT_LIMIT; COMPLAINT_NO_MEMORY; COMPLAINT_MISUSE for NULL.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int
complaint_actor_add_role(complaint_actor *actor, const char *role,
                         complaint_error **error);

/**
 * Id of an actor.
 *
 * @param[in] actor  NULL gives "".
 * @ownership Borrowed until the actor is freed.
 * @return the id, never NULL; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_actor_id(const complaint_actor *actor);

/**
 * Unit of an actor.
 *
 * @param[in] actor  NULL gives "".
 * @ownership Borrowed until the actor is freed.
 * @return the unit's code, or ""; no status.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API const char *complaint_actor_unit(const complaint_actor *actor);

/**
 * Free an actor.
 *
 * @param[in] actor  NULL is fine.
 * @ownership Takes the actor.
 * @threads One thread at a time.
 * @since 0.1
 */
COMPLAINT_API void complaint_actor_free(complaint_actor *actor);

COMPLAINT_END

#endif
