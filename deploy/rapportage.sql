-- A role that may read the views for reports, and nothing else. Run it once, as the owner of the database, after Wijkspoor
-- has started on it: psql "$WIJKSPOOR_DATABASE" -v ON_ERROR_STOP=1 -f deploy/rapportage.sql
-- Then let whoever reports in: CREATE ROLE powerbi LOGIN PASSWORD '…' IN ROLE wijkspoor_rapportage;
DO $$
BEGIN
    CREATE ROLE wijkspoor_rapportage NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- one role serves all databases of a server
END
$$;
DO $$
DECLARE
    one TEXT;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO wijkspoor_rapportage', current_schema());
    FOR one IN SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'rapport\_%' LOOP
        EXECUTE format('GRANT SELECT ON %I.%I TO wijkspoor_rapportage', current_schema(), one);
    END LOOP;
END
$$;
