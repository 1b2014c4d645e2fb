//! The built program as others meet it: over HTTP, from the command line, killed and restarted, in a browser.
//!
//! What touches the database runs on SQLite and on PostgreSQL, each test in a database of its own. The PostgreSQL cases
//! need `WIJKSPOOR_TEST_POSTGRES`, as those of the store do; `./test` sets it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod aanmelden;
mod abonnementen;
mod autorisatie;
mod bezorging;
mod browser;
mod cijfers;
mod controle;
mod demo;
mod feiten;
mod garbage;
mod gebeurtenissen;
mod geld;
mod grenzen;
mod idempotency;
mod identiteit;
mod importeren;
mod initiatief;
mod kill;
mod knelpunten;
mod life;
mod log;
mod logboek;
mod manners;
mod paginas;
mod processen;
mod rapportage;
mod refusals;
mod regels;
mod schrijven;
mod starting;
mod stopping;
mod termijnen;
mod together;
mod verantwoording;
mod vernietigen;
mod wijk;
mod wissen;
mod zandmeer;
mod zgw;

/// Expands every case for both databases.
macro_rules! cases {
    ($($module:ident: $($case:ident),+;)+) => {
        mod sqlite {
            $(mod $module { $(
                #[test]
                fn $case() {
                    crate::$module::$case(&zwarte_doos::Database::sqlite());
                }
            )+ })+
        }
        mod postgres {
            $(mod $module { $(
                #[test]
                fn $case() {
                    crate::$module::$case(&zwarte_doos::Database::postgres());
                }
            )+ })+
        }
    };
}

cases! {
    life: an_initiative_goes_from_submission_to_result, a_waiting_initiative_comes_back_where_it_was;
    autorisatie: every_operation_holds_to_the_policy_for_every_role, a_tlo_member_sees_and_changes_its_own_gebied_only,
        figures_are_of_what_one_may_see, a_department_sees_what_it_was_asked,
        who_submits_follows_the_public_side_of_that, an_auditor_reads_all_and_changes_nothing;
    refusals: a_role_does_only_what_it_may, a_rule_that_refuses_names_itself_and_what_can_be_done,
        all_that_is_missing_comes_together;
    manners: what_is_known_already_is_not_sent_again, a_stale_version_is_refused, lists_are_paged_whole_and_once,
        titles_are_sorted_and_found_without_regard_to_capitals_and_accents;
    identiteit: a_client_does_what_its_scopes_allow;
    idempotency: a_repeated_request_gets_the_stored_answer, another_request_with_the_same_key_is_refused,
        many_connections_with_one_key_make_one_event;
    schrijven: every_write_is_done_once_and_on_what_was_seen;
    garbage: nonsense_in_a_body_is_a_problem, nonsense_in_an_address_is_a_problem, any_text_comes_back_as_it_went;
    gebeurtenissen: a_reader_misses_nothing_and_sees_what_is_his, a_follower_comes_back_where_it_was;
    abonnementen: who_consents_is_told_what_is_his_in_order, what_a_receiver_says_is_obeyed,
        what_fails_is_seen_passed_by_and_delivered_again, a_key_is_changed_without_a_moment_that_nothing_fits,
        a_receiver_may_be_away_at_first;
    bezorging: nothing_is_lost_and_order_is_kept_whatever_dies;
    kill: what_was_acknowledged_survives_kill_9;
    log: personal_data_are_erased_for_ever_and_the_chain_stays_whole, what_cannot_be_erased_says_why;
    controle: others_verify_our_checkpoints_and_proofs, a_decision_is_proven_without_a_database,
        the_whole_log_is_held_against_what_was_kept_elsewhere, a_checkpoint_is_witnessed_in_a_file_and_elsewhere;
    wissen: what_is_erased_is_nowhere;
    vernietigen: a_dossier_of_which_the_term_is_over_is_destroyed_by_two_persons,
        a_destruction_that_was_broken_off_is_finished;
    importeren: a_dry_run_changes_nothing, the_example_is_imported_once_beside_a_server,
        a_workbook_says_the_same_as_a_csv, an_import_that_is_killed_goes_on,
        of_two_imports_at_once_each_initiative_is_there_once, what_is_refused_leaves_the_rest;
    together: two_processes_write_one_initiative_and_lose_nothing, of_two_who_saw_the_same_version_one_wins,
        one_key_at_two_processes_makes_one_event, what_one_process_acknowledged_the_other_shows_at_once;
    stopping: a_request_in_progress_is_finished;
    feiten: every_kind_is_recorded_and_read_back, a_question_waits_until_it_is_answered,
        what_lacks_in_a_dossier_is_listed;
    geld: money_is_granted_mandated_spent_and_told_for_any_date, a_grant_is_whole_or_not_at_all_after_kill_9;
    wijk: what_looks_alike_is_found_in_other_areas_too, a_signal_is_bundled_turned_into_an_initiative_or_refused,
        a_programme_shows_what_came_from_residents_and_where_they_were_asked, two_initiatives_go_on_as_one;
    termijnen: a_deadline_comes_with_every_line_of_how_it_was_worked_out,
        a_life_is_a_chain_of_who_had_the_ball_that_adds_up,
        what_takes_too_long_is_signalled_once_after_downtime_by_whichever_process_is_there;
    cijfers: every_figure_leads_to_the_episodes_behind_it, every_question_has_its_figure, what_came_in_and_went_out_adds_up,
        two_groups_are_compared_by_more_than_their_medians, a_figure_can_be_had_as_a_table, a_list_can_be_had_as_a_table_of_all_that_there_is, the_curve_is_the_one_behind_the_median;
    zandmeer: another_municipality_works_by_its_own_names,
        running_initiatives_move_to_a_new_version_after_a_dry_run;
    verantwoording: a_dossier_is_shown_as_it_was_shown_then, what_differs_between_two_moments_is_listed,
        a_decision_leads_to_what_its_decider_could_see, whoever_looks_stands_in_the_logbook,
        what_a_list_shows_stands_in_the_logbook, the_logbook_is_passed_on_whatever_the_collector_does,
        the_history_is_a_file_that_proves_itself;
    zgw: an_initiative_is_read_as_a_zaak_by_who_may, a_zaak_is_passed_on_once_whatever_dies;
}
