/* Blocks, arenas and buffers, also when memory runs out. */
#include "base/memory.h"

#include "support/surroundings.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

static surroundings around;
static complaint_context *context;

static void set_up(void)
{
    context = surroundings_begin(&around);
}

static void tear_down(void)
{
    surroundings_end(&around, context);
}

START_TEST(blocks_come_from_the_allocator_of_the_context)
{
    size_t before = around.live;
    unsigned char *block = complaint__alloc(context, 0);
    unsigned char *zeroed = complaint__alloc_array(context, 100, 3);

    ck_assert_uint_eq(around.live, before + 2);
    ck_assert_ptr_nonnull(block);
    for (size_t i = 0; i < 300; i++)
        ck_assert_uint_eq(zeroed[i], 0);
    zeroed = complaint__realloc_array(context, zeroed, 1000, 3);
    zeroed[2999] = 1;
    complaint__free(context, block);
    complaint__free(context, zeroed);
    complaint__free(context, NULL);
    ck_assert_uint_eq(around.live, before);
}
END_TEST

START_TEST(without_a_context_blocks_come_from_malloc)
{
    char *copy = complaint__copy_text(NULL, "投诉");

    ck_assert_str_eq(copy, "投诉");
    complaint__free(NULL, copy);
}
END_TEST

START_TEST(a_size_that_overflows_is_refused)
{
    ck_assert_ptr_null(complaint__alloc_array(context, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(
        complaint__realloc_array(context, NULL, SIZE_MAX, SIZE_MAX));
}
END_TEST

START_TEST(an_arena_gives_zeroed_and_aligned_blocks_of_any_size)
{
    complaint__arena *arena = complaint__arena_new(context);
    uint64_t seed = 1;

    for (int i = 0; i < 2000; i++) {
        size_t size = test_random(&seed) % (i % 50 == 0 ? 100000 : 90);
        unsigned char *block = complaint__arena_alloc(arena, size);

        ck_assert_uint_eq((uintptr_t)block % alignof(max_align_t), 0);
        for (size_t j = 0; j < size; j++) {
            if (block[j] != 0)
                ck_abort_msg("byte %zu of block %d is not zero", j, i);
            block[j] = 0xAA;
        }
        ck_assert_str_eq(complaint__arena_bytes(arena, "abcdef", 3), "abc");
        block = complaint__arena_copy(arena, "abcdef", 7);
        ck_assert_uint_eq((uintptr_t)block % alignof(max_align_t), 0);
        ck_assert_str_eq((const char *)block, "abcdef");
    }
    ck_assert_str_eq(complaint__arena_text(arena, ""), "");
    complaint__arena_free(arena);
    complaint__arena_free(NULL);
}
END_TEST

START_TEST(an_arena_for_so_much_asks_for_memory_once)
{
    complaint__arena *arena;
    size_t before = around.live;

    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        arena = complaint__arena_new_for(context, size);
        ck_assert_uint_eq(around.live, before + 1);
        ck_assert_ptr_nonnull(complaint__arena_room(arena, size / 2));
        memset(complaint__arena_alloc(arena, size / 4), 1, size / 4);
        ck_assert_uint_eq(around.live, before + 1);
        complaint__arena_free(arena);
    }
    ck_assert_ptr_null(complaint__arena_new_for(context, SIZE_MAX));
}
END_TEST

START_TEST(an_arena_refuses_what_memory_cannot_hold)
{
    complaint__arena *arena = complaint__arena_new(context);

    ck_assert_ptr_null(complaint__arena_alloc(arena, SIZE_MAX));
    ck_assert_ptr_null(complaint__arena_bytes(arena, "", SIZE_MAX));
    ck_assert_ptr_null(complaint__arena_copy(arena, "", SIZE_MAX));
    surroundings_fail_at(&around, 1);
    ck_assert_ptr_null(complaint__arena_alloc(arena, 2000));
    ck_assert_ptr_nonnull(complaint__arena_alloc(arena, 2000));
    complaint__arena_free(arena);
}
END_TEST

START_TEST(a_buffer_grows_and_is_always_terminated)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    size_t size = 0;
    char *text;

    for (int i = 0; i < 1000; i++) {
        complaint__buffer_char(&buffer, 'a');
        complaint__buffer_text(&buffer, "bc");
        complaint__buffer_append(&buffer, "de", 1);
        complaint__buffer_format(&buffer, "%d,", i);
        ck_assert_uint_eq(strlen(buffer.bytes), buffer.size);
    }
    ck_assert_uint_eq(buffer.size, 4 * 1000 + 1000 + 10 + 180 + 2700);
    text = complaint__buffer_take(&buffer, &size);
    ck_assert_uint_eq(strlen(text), size);
    ck_assert_mem_eq(text, "abcd0,abcd1,", 12);
    ck_assert_ptr_null(buffer.bytes);
    complaint__free(context, text);
}
END_TEST

START_TEST(an_empty_buffer_gives_an_empty_text)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);
    char *text = complaint__buffer_take(&buffer, NULL);

    ck_assert_str_eq(text, "");
    complaint__free(context, text);
}
END_TEST

START_TEST(a_cleared_buffer_keeps_its_room)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);

    complaint__buffer_text(&buffer, "some text");
    complaint__buffer_clear(&buffer);
    surroundings_fail_at(&around, 1);
    complaint__buffer_text(&buffer, "other");
    ck_assert_str_eq(buffer.bytes, "other");
    ck_assert_uint_eq(around.allocations, 0);
    complaint__buffer_free(&buffer);
}
END_TEST

START_TEST(after_a_failure_a_buffer_takes_nothing_and_gives_nothing)
{
    complaint__buffer buffer = COMPLAINT__BUFFER(context);

    complaint__buffer_text(&buffer, "kept");
    surroundings_fail_at(&around, 1);
    complaint__buffer_format(&buffer, "%200s", "x");
    ck_assert(buffer.failed);
    complaint__buffer_text(&buffer, "y");
    ck_assert_str_eq(buffer.bytes, "kept");
    ck_assert_ptr_null(complaint__buffer_take(&buffer, NULL));
    complaint__buffer_append(&buffer, "z", SIZE_MAX / 4);
    ck_assert(buffer.failed);
    ck_assert_ptr_null(complaint__buffer_room(&buffer, 1));
    complaint__buffer_free(&buffer);
}
END_TEST

static Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, blocks_come_from_the_allocator_of_the_context);
    tcase_add_test(all, without_a_context_blocks_come_from_malloc);
    tcase_add_test(all, a_size_that_overflows_is_refused);
    tcase_add_test(all, an_arena_gives_zeroed_and_aligned_blocks_of_any_size);
    tcase_add_test(all, an_arena_for_so_much_asks_for_memory_once);
    tcase_add_test(all, an_arena_refuses_what_memory_cannot_hold);
    tcase_add_test(all, a_buffer_grows_and_is_always_terminated);
    tcase_add_test(all, an_empty_buffer_gives_an_empty_text);
    tcase_add_test(all, a_cleared_buffer_keeps_its_room);
    tcase_add_test(all,
                   after_a_failure_a_buffer_takes_nothing_and_gives_nothing);
    suite_add_tcase(suite, all);
    return suite;
}

int main(void)
{
    return test_run(memory_suite());
}
