-- Connections to other systems stand among the subscriptions to webhooks.
ALTER TABLE abonnement ADD COLUMN soort TEXT COLLATE "C" NOT NULL DEFAULT 'webhook';

-- What was made at a Zaken API, so that it is made once; no text of an initiative stands in it.
CREATE TABLE zgw_object (
    abonnement_id TEXT COLLATE "C" NOT NULL,
    initiatief_id TEXT COLLATE "C" NOT NULL,
    soort         TEXT COLLATE "C" NOT NULL, -- zaak, status, resultaat, rol, besluit
    sleutel       TEXT COLLATE "C" NOT NULL, -- which of them, within the initiative
    url           TEXT COLLATE "C" NOT NULL, -- how the API calls it
    vingerafdruk  TEXT COLLATE "C" NOT NULL, -- of what was sent last
    PRIMARY KEY (abonnement_id, initiatief_id, soort, sleutel)
);
