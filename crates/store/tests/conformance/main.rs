//! One suite for both databases: every case runs on SQLite and on PostgreSQL, each in a database of its own.
//!
//! The PostgreSQL cases need `WIJKSPOOR_TEST_POSTGRES`, the URL of a server where a database may be made; `./test`
//! sets it. Without it they fail: a feature that was not tried on both databases is not there.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod commands;
mod erasure;
mod integrity;
mod opening;
mod ordering;
mod proving;
mod rebuilding;
mod requests;
mod site;
mod tampering;
mod teller;

/// Expands every case for both databases.
macro_rules! cases {
    ($($module:ident: $($case:ident),+;)+) => {
        mod sqlite {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::site::on(crate::site::Site::sqlite(), crate::$module::$case).await;
                }
            )+ })+
        }
        mod postgres {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::site::on(crate::site::Site::postgres().await, crate::$module::$case).await;
                }
            )+ })+
        }
    };
}

cases! {
    ordering: what_was_appended_can_be_read, positions_have_no_gaps_and_subscribers_miss_nothing,
        several_stores_write_to_one_database, recorded_times_never_go_back, a_subscriber_wakes_within_milliseconds;
    commands: a_stale_version_conflicts, steps_decided_elsewhere_are_appended_whole_or_not_at_all, a_command_without_events_changes_nothing, a_refusal_is_not_stale,
        only_the_offending_append_of_a_batch_is_refused, a_failing_statement_leaves_no_gap,
        an_old_event_is_lifted_and_an_unknown_one_is_named, a_snapshot_and_its_tail_equal_a_full_load, the_cqrs_framework_works_over_it;
    requests: a_repeated_request_has_one_effect, the_same_request_at_two_stores_at_once_has_one_effect,
        a_key_for_another_request_is_refused, keys_of_two_actors_do_not_meet;
    integrity: the_chain_verifies, the_log_refuses_change, tampering_is_found;
    proving: every_event_is_proven_at_every_checkpoint, a_checkpoint_is_signed_once_and_anew_with_new_keys,
        nothing_is_signed_over_a_log_that_was_rewritten;
    tampering: a_change_to_any_byte_of_any_column_is_found_where_it_is, what_is_removed_inserted_or_swapped_is_found,
        a_change_to_the_tree_or_the_end_is_found, a_chain_made_anew_is_found_by_a_checkpoint;
    erasure: nothing_sensitive_stands_in_the_clear, a_destroyed_key_erases_everywhere,
        a_destroyed_key_stands_in_no_file, an_erasure_stands_in_the_log_once,
        another_store_notices_a_destroyed_key;
    opening: everything_is_there_after_reopening, many_open_a_fresh_database_at_once, a_newer_schema_is_refused,
        an_unreachable_database_is_named, definitions_never_change, a_lease_is_held_by_one, what_is_recorded_beside_the_log_is_whole_or_not_there,
        lost_connections_are_replaced, schemas_of_one_database_do_not_meet;
    rebuilding: a_rebuild_equals_the_live_rows, a_rebuild_while_others_write, a_rebuild_finds_what_is_wrong,
        an_interrupted_rebuild_does_no_harm, an_older_program_does_not_write_rows_of_a_newer_one;
}
