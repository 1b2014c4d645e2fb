-- Connections to other systems stand among the subscriptions to webhooks.
ALTER TABLE abonnement ADD COLUMN soort TEXT NOT NULL DEFAULT 'webhook';

-- What was made at a Zaken API, so that it is made once; no text of an initiative stands in it.
CREATE TABLE zgw_object (
    abonnement_id TEXT NOT NULL,
    initiatief_id TEXT NOT NULL,
    soort         TEXT NOT NULL, -- zaak, status, resultaat, rol, besluit
    sleutel       TEXT NOT NULL, -- which of them, within the initiative
    url           TEXT NOT NULL, -- how the API calls it
    vingerafdruk  TEXT NOT NULL, -- of what was sent last
    PRIMARY KEY (abonnement_id, initiatief_id, soort, sleutel)
);
