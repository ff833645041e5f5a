BEGIN TRANSACTION;
CREATE TABLE batch (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('ours', 'seen')),
        title TEXT NOT NULL,
        hay TEXT NOT NULL,
        account_name TEXT NOT NULL,
        project_name TEXT NOT NULL,
        profile_name TEXT,
        started INTEGER NOT NULL,
        ended INTEGER
    , shortened TEXT);
INSERT INTO "batch" VALUES(1,'673dc427-2419-42a7-9b88-203b3c02f379',1,'ours','Edit orders/us-west-2','edit orders/us-west-2','Northwind','default','Work',1795917098475919,1795917098843989,NULL);
INSERT INTO "batch" VALUES(2,'1b5a70dd-84f1-4589-8069-2352f083a6d4',1,'seen','Changed elsewhere: catalog/us-west-2','changed elsewhere: catalog/us-west-2','Northwind','default','Work',1795917098875254,1795917098875254,NULL);
INSERT INTO "batch" VALUES(3,'bd0f37f5-60e8-409a-a64f-5389aabe9243',1,'ours','Edit orders/us-east-1','edit orders/us-east-1','Northwind','default','Work',1795917098909880,1795917098939649,NULL);
INSERT INTO "batch" VALUES(4,'05cf55b3-43c8-4ebb-adde-a49670f8151c',1,'ours','Delete orders/eu-west-1','delete orders/eu-west-1','Northwind','default','Work',1795917098961713,1795917099230359,NULL);
INSERT INTO "batch" VALUES(5,'1024cfa6-5bfd-4d9d-9b1e-03a31f6605fc',1,'ours','Shorten the history from 365 days to 200 days','shorten the history from 365 days to 200 days','Northwind','default','Work',1795917099281769,1795917099281769,'{"fromDays":365,"toDays":200,"deleted":0}');
CREATE TABLE change (
        id TEXT PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch (number) ON DELETE CASCADE,
        started INTEGER NOT NULL,
        cluster_id TEXT NOT NULL,
        cluster_name TEXT NOT NULL,
        cloud TEXT NOT NULL,
        cancelled INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
INSERT INTO "change" VALUES('85acb8c7-78c6-4488-b6cb-ce37c4ed1f24',2,1795917098875254,'36d235a7-c2a4-424c-9ffb-535d4663d857','catalog','"aws"',0);
INSERT INTO "change" VALUES('933ceb08-c6b6-4e47-b4ea-534e05f70aee',3,1795917098909880,'3554752c-b277-4e80-85dc-94bc3a27c112','orders','"aws"',0);
INSERT INTO "change" VALUES('ae76a2ea-76b0-49dd-bdf4-25921e5ff92f',4,1795917098961713,'3554752c-b277-4e80-85dc-94bc3a27c112','orders','"aws"',0);
INSERT INTO "change" VALUES('e37026cf-95cd-4606-b293-10b2663cb117',1,1795917098475919,'3554752c-b277-4e80-85dc-94bc3a27c112','orders','"aws"',0);
CREATE TABLE first_seen (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        region_id TEXT NOT NULL,
        principal TEXT NOT NULL,
        at INTEGER NOT NULL,
        exact INTEGER NOT NULL,
        PRIMARY KEY (scope, region_id, principal)
    ) WITHOUT ROWID;
INSERT INTO "first_seen" VALUES(1,'00a28143-33ac-4d51-838d-9471827a527c','0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'00a28143-33ac-4d51-838d-9471827a527c','c4a8e2d6-5b1f-4f03-9d7a-2e8c6b5a4f10',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'052407ec-63d8-48ac-a083-27df4d1addf4','arn:aws:iam::301122334455:role/orders-gateway',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'052407ec-63d8-48ac-a083-27df4d1addf4','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'052407ec-63d8-48ac-a083-27df4d1addf4','arn:aws:iam::418830294417:role/nightly-batch',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'052407ec-63d8-48ac-a083-27df4d1addf4','arn:aws:iam::772845091263:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'1b3c4301-eb6e-4aeb-9f51-563c50735a5b','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'3f36fa32-7ebc-46ec-968f-2ee16e2d38f7','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'5ab1267b-40af-43d6-a963-824022b67f9d','arn:aws:iam::112233445566:root',1795917098843989,1);
INSERT INTO "first_seen" VALUES(1,'5ab1267b-40af-43d6-a963-824022b67f9d','arn:aws:iam::301122334455:role/orders-gateway',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'5ab1267b-40af-43d6-a963-824022b67f9d','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'5ab1267b-40af-43d6-a963-824022b67f9d','arn:aws:iam::418830294417:role/nightly-batch',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'7dcaa7fb-1559-4eae-ad5e-0a43f28bd3f1','*',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'82c48e06-8861-4e59-bdac-7776d2751ad9','arn:aws:iam::590217736104:role/analytics/reporting',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'82c48e06-8861-4e59-bdac-7776d2751ad9','arn:aws:iam::590217736104:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'aec78b5b-ec04-41af-9ba1-f46690f3d7ad','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'aec78b5b-ec04-41af-9ba1-f46690f3d7ad','arn:aws:iam::590217736104:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'b4e95e4c-17a6-4e6c-b087-99f19b51d1c8','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'ba7a01f3-58a5-4d99-89b5-801ab5bf820d','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'d689b1af-89fb-409c-a290-840c8e6527fd','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'d689b1af-89fb-409c-a290-840c8e6527fd','arn:aws:iam::301122334455:user/on-call',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'e48547bc-91e6-46d4-96bc-c498fa43907e','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'e48547bc-91e6-46d4-96bc-c498fa43907e','arn:aws:iam::301122334455:user/on-call',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'f959ae2b-f376-4d6a-ac84-578f1393c49e','0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'f959ae2b-f376-4d6a-ac84-578f1393c49e','7d2e9f40-1c3b-4a85-b6e7-9f0a1b2c3d4e',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'fa7ccdcd-2bde-42b7-a280-be4d6b8b817c','arn:aws:iam::301122334455:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'fa7ccdcd-2bde-42b7-a280-be4d6b8b817c','arn:aws:iam::590217736104:root',1795917098453827,0);
INSERT INTO "first_seen" VALUES(1,'fa7ccdcd-2bde-42b7-a280-be4d6b8b817c','arn:aws:iam::998877665544:role/somebody-else',1795917098875254,1);
CREATE TABLE keeping (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        days INTEGER
    );
INSERT INTO "keeping" VALUES(1,200);
CREATE TABLE known (
        scope INTEGER NOT NULL REFERENCES scope (id) ON DELETE CASCADE,
        region_id TEXT NOT NULL,
        place TEXT NOT NULL,
        list TEXT,
        PRIMARY KEY (scope, region_id)
    ) WITHOUT ROWID;
INSERT INTO "known" VALUES(1,'00a28143-33ac-4d51-838d-9471827a527c','{"cluster_id":"fd0cb4d8-6064-4914-8b31-a5756e2b6849","cluster_name":"ledger","region_id":"00a28143-33ac-4d51-838d-9471827a527c","region":"westus3","cloud":"azure"}','["0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1","c4a8e2d6-5b1f-4f03-9d7a-2e8c6b5a4f10"]');
INSERT INTO "known" VALUES(1,'052407ec-63d8-48ac-a083-27df4d1addf4','{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","cluster_name":"orders","region_id":"052407ec-63d8-48ac-a083-27df4d1addf4","region":"us-east-1","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::772845091263:root"]');
INSERT INTO "known" VALUES(1,'14c85673-60c6-41e2-ade1-3f1f81162242','{"cluster_id":"deff023b-d8ab-4975-9b37-26f95a84dd27","cluster_name":"sandbox","region_id":"14c85673-60c6-41e2-ade1-3f1f81162242","region":"us-west-2","cloud":"aws"}',NULL);
INSERT INTO "known" VALUES(1,'1b3c4301-eb6e-4aeb-9f51-563c50735a5b','{"cluster_id":"13af73ce-0020-44a7-86a4-65db945e8635","cluster_name":"inventory-emea","region_id":"1b3c4301-eb6e-4aeb-9f51-563c50735a5b","region":"us-east-1","cloud":"aws"}','["arn:aws:iam::301122334455:root"]');
INSERT INTO "known" VALUES(1,'2664abc7-0fec-4a52-804c-fe5f072d7d6c','{"cluster_id":"f038d899-4501-4c12-97f2-2c8d9f92fb6f","cluster_name":"telemetry","region_id":"2664abc7-0fec-4a52-804c-fe5f072d7d6c","region":"us-east4","cloud":"gcp"}',NULL);
INSERT INTO "known" VALUES(1,'3bd2eef3-5874-4e5a-b04e-8c2f03c74216','{"cluster_id":"36d235a7-c2a4-424c-9ffb-535d4663d857","cluster_name":"catalog","region_id":"3bd2eef3-5874-4e5a-b04e-8c2f03c74216","region":"ap-southeast-1","cloud":"aws"}',NULL);
INSERT INTO "known" VALUES(1,'3f36fa32-7ebc-46ec-968f-2ee16e2d38f7','{"cluster_id":"13af73ce-0020-44a7-86a4-65db945e8635","cluster_name":"inventory-emea","region_id":"3f36fa32-7ebc-46ec-968f-2ee16e2d38f7","region":"eu-west-1","cloud":"aws"}','["arn:aws:iam::301122334455:root"]');
INSERT INTO "known" VALUES(1,'4ca38e15-df3f-41fb-a67a-1a8f436a96f1','{"cluster_id":"f038d899-4501-4c12-97f2-2c8d9f92fb6f","cluster_name":"telemetry","region_id":"4ca38e15-df3f-41fb-a67a-1a8f436a96f1","region":"us-west1","cloud":"gcp"}',NULL);
INSERT INTO "known" VALUES(1,'5a8731b5-7c30-4d93-a112-b44c03bff8dd','{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","cluster_name":"orders","region_id":"5a8731b5-7c30-4d93-a112-b44c03bff8dd","region":"eu-west-1","cloud":"aws"}',NULL);
INSERT INTO "known" VALUES(1,'5ab1267b-40af-43d6-a963-824022b67f9d','{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","cluster_name":"orders","region_id":"5ab1267b-40af-43d6-a963-824022b67f9d","region":"us-west-2","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::112233445566:root"]');
INSERT INTO "known" VALUES(1,'7dcaa7fb-1559-4eae-ad5e-0a43f28bd3f1','{"cluster_id":"81db42b6-2cec-48bf-814f-cb5c4ed008a9","cluster_name":"sessions","region_id":"7dcaa7fb-1559-4eae-ad5e-0a43f28bd3f1","region":"us-west-2","cloud":"aws"}','["*"]');
INSERT INTO "known" VALUES(1,'82c48e06-8861-4e59-bdac-7776d2751ad9','{"cluster_id":"7a295ccc-2059-41e7-ad65-f25445aa2e2f","cluster_name":"analytics-warehouse","region_id":"82c48e06-8861-4e59-bdac-7776d2751ad9","region":"us-east-2","cloud":"aws"}','["arn:aws:iam::590217736104:root","arn:aws:iam::590217736104:role/analytics/reporting"]');
INSERT INTO "known" VALUES(1,'86ac6d4f-eb08-4b40-9bb3-0c1c3f462110','{"cluster_id":"36d235a7-c2a4-424c-9ffb-535d4663d857","cluster_name":"catalog","region_id":"86ac6d4f-eb08-4b40-9bb3-0c1c3f462110","region":"eu-central-1","cloud":"aws"}',NULL);
INSERT INTO "known" VALUES(1,'aec78b5b-ec04-41af-9ba1-f46690f3d7ad','{"cluster_id":"36d235a7-c2a4-424c-9ffb-535d4663d857","cluster_name":"catalog","region_id":"aec78b5b-ec04-41af-9ba1-f46690f3d7ad","region":"us-east-1","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::590217736104:root"]');
INSERT INTO "known" VALUES(1,'b4e95e4c-17a6-4e6c-b087-99f19b51d1c8','{"cluster_id":"6c1db025-1f30-467f-a24d-3d5bd50c9cfd","cluster_name":"loyalty","region_id":"b4e95e4c-17a6-4e6c-b087-99f19b51d1c8","region":"eu-central-1","cloud":"aws"}','["arn:aws:iam::301122334455:root"]');
INSERT INTO "known" VALUES(1,'ba7a01f3-58a5-4d99-89b5-801ab5bf820d','{"cluster_id":"81db42b6-2cec-48bf-814f-cb5c4ed008a9","cluster_name":"sessions","region_id":"ba7a01f3-58a5-4d99-89b5-801ab5bf820d","region":"us-east-1","cloud":"aws"}','["arn:aws:iam::301122334455:root"]');
INSERT INTO "known" VALUES(1,'c3900bd8-c6cc-4ab3-88fc-cae858602ca3','{"cluster_id":"fd0cb4d8-6064-4914-8b31-a5756e2b6849","cluster_name":"ledger","region_id":"c3900bd8-c6cc-4ab3-88fc-cae858602ca3","region":"uksouth","cloud":"azure"}',NULL);
INSERT INTO "known" VALUES(1,'d689b1af-89fb-409c-a290-840c8e6527fd','{"cluster_id":"6133d15c-1ef4-4f97-829a-91172f350522","cluster_name":"customer-identity-and-consent-management","region_id":"d689b1af-89fb-409c-a290-840c8e6527fd","region":"us-east-2","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:user/on-call"]');
INSERT INTO "known" VALUES(1,'df13bf11-2556-4a32-92be-041cf4dd7650','{"cluster_id":"21301f4a-7f9a-44f6-8b5f-27583b590392","cluster_name":"marketing-site","region_id":"df13bf11-2556-4a32-92be-041cf4dd7650","region":"eu-west-1","cloud":"aws"}',NULL);
INSERT INTO "known" VALUES(1,'e48547bc-91e6-46d4-96bc-c498fa43907e','{"cluster_id":"6133d15c-1ef4-4f97-829a-91172f350522","cluster_name":"customer-identity-and-consent-management","region_id":"e48547bc-91e6-46d4-96bc-c498fa43907e","region":"us-east-1","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:user/on-call"]');
INSERT INTO "known" VALUES(1,'f959ae2b-f376-4d6a-ac84-578f1393c49e','{"cluster_id":"9f4a7da2-e92a-4239-a96b-4d6e939f4133","cluster_name":"invoices","region_id":"f959ae2b-f376-4d6a-ac84-578f1393c49e","region":"uksouth","cloud":"azure"}','["0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1","7d2e9f40-1c3b-4a85-b6e7-9f0a1b2c3d4e"]');
INSERT INTO "known" VALUES(1,'fa7ccdcd-2bde-42b7-a280-be4d6b8b817c','{"cluster_id":"36d235a7-c2a4-424c-9ffb-535d4663d857","cluster_name":"catalog","region_id":"fa7ccdcd-2bde-42b7-a280-be4d6b8b817c","region":"us-west-2","cloud":"aws"}','["arn:aws:iam::301122334455:root","arn:aws:iam::590217736104:root","arn:aws:iam::998877665544:role/somebody-else"]');
CREATE TABLE scope (
        id INTEGER PRIMARY KEY,
        host TEXT NOT NULL,
        account TEXT NOT NULL,
        project TEXT NOT NULL,
        UNIQUE (host, account, project)
    );
INSERT INTO "scope" VALUES(1,'SERVICE','9f25dfa7-80a1-47e7-b1af-c9d474ac00eb','67f6c400-d0a6-44f1-8e1a-1a76130af304');
CREATE TABLE step (
        id INTEGER PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch (number) ON DELETE CASCADE,
        change TEXT NOT NULL REFERENCES change (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        region_id TEXT NOT NULL,
        hay TEXT NOT NULL,
        shown TEXT NOT NULL,
        job TEXT NOT NULL,
        state TEXT NOT NULL,
        open INTEGER NOT NULL,
        happened INTEGER NOT NULL DEFAULT 0,
        sent TEXT,
        sent_at INTEGER,
        ended INTEGER,
        UNIQUE (change, position)
    );
INSERT INTO "step" VALUES(1,1,'e37026cf-95cd-4606-b293-10b2663cb117',0,'5ab1267b-40af-43d6-a963-824022b67f9d','orders/us-west-2
arn:aws:iam::112233445566:root','{"regionId":"5ab1267b-40af-43d6-a963-824022b67f9d","region":"us-west-2","pseId":"3268ed1c-a601-45be-a313-ec6ec8660659","action":"edit","before":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""}],"after":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""},{"text":"arn:aws:iam::112233445566:root","kind":"account","short":"1122…5566 root","warning":""}],"listUnread":false,"added":[{"text":"arn:aws:iam::112233445566:root","kind":"account","short":"1122…5566 root","warning":""}],"removed":[],"theirs":null,"conflicts":[],"warnings":[]}','{"region_id":"5ab1267b-40af-43d6-a963-824022b67f9d","region":"us-west-2","kind":{"Edit":{"pse_id":"3268ed1c-a601-45be-a313-ec6ec8660659","intent":{"added":["arn:aws:iam::112233445566:root"],"removed":[]},"seen":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch"],"mine":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::112233445566:root"]}}}','{"kind":"confirmed","at":"2026-11-29T01:51:38.843977606Z"}',0,1,'{"sent":{"old":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch"],"old_unread":false,"new":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::112233445566:root"],"certain":true},"target":{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","pse_id":"3268ed1c-a601-45be-a313-ec6ec8660659"}}',1795917098490191,1795917098843989);
INSERT INTO "step" VALUES(2,2,'85acb8c7-78c6-4488-b6cb-ce37c4ed1f24',0,'fa7ccdcd-2bde-42b7-a280-be4d6b8b817c','catalog/us-west-2
arn:aws:iam::998877665544:role/somebody-else','{"regionId":"fa7ccdcd-2bde-42b7-a280-be4d6b8b817c","region":"us-west-2","pseId":null,"action":"edit","before":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::590217736104:root","kind":"account","short":"5902…6104 root","warning":""}],"after":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::590217736104:root","kind":"account","short":"5902…6104 root","warning":""},{"text":"arn:aws:iam::998877665544:role/somebody-else","kind":"role","short":"9988…5544 role/somebody-else","warning":""}],"listUnread":false,"added":[{"text":"arn:aws:iam::998877665544:role/somebody-else","kind":"role","short":"9988…5544 role/somebody-else","warning":""}],"removed":[],"theirs":null,"conflicts":[],"warnings":[]}','','{"kind":"confirmed","at":"2026-11-29T01:51:38.875254208Z"}',0,1,NULL,NULL,1795917098875254);
INSERT INTO "step" VALUES(3,3,'933ceb08-c6b6-4e47-b4ea-534e05f70aee',0,'052407ec-63d8-48ac-a083-27df4d1addf4','orders/us-east-1
arn:aws:iam::112233445566:root','{"regionId":"052407ec-63d8-48ac-a083-27df4d1addf4","region":"us-east-1","pseId":"8f67ef99-08c5-4894-84bf-a538828665f0","action":"edit","before":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""},{"text":"arn:aws:iam::772845091263:root","kind":"account","short":"7728…1263 root","warning":""}],"after":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""},{"text":"arn:aws:iam::772845091263:root","kind":"account","short":"7728…1263 root","warning":""},{"text":"arn:aws:iam::112233445566:root","kind":"account","short":"1122…5566 root","warning":""}],"listUnread":false,"added":[{"text":"arn:aws:iam::112233445566:root","kind":"account","short":"1122…5566 root","warning":""}],"removed":[],"theirs":null,"conflicts":[],"warnings":[]}','{"region_id":"052407ec-63d8-48ac-a083-27df4d1addf4","region":"us-east-1","kind":{"Edit":{"pse_id":"8f67ef99-08c5-4894-84bf-a538828665f0","intent":{"added":["arn:aws:iam::112233445566:root"],"removed":[]},"seen":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::772845091263:root"],"mine":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::772845091263:root","arn:aws:iam::112233445566:root"]}}}','{"kind":"failed","problem":{"code":"invalid","message":"Could not edit the private service endpoint: Aeon rejected the request (400: Not now).","hint":"Correct what the message names, then try again."}}',0,0,'{"sent":{"old":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::772845091263:root"],"old_unread":false,"new":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch","arn:aws:iam::772845091263:root","arn:aws:iam::112233445566:root"],"certain":false},"target":{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","pse_id":"8f67ef99-08c5-4894-84bf-a538828665f0"}}',1795917098935000,1795917098939649);
INSERT INTO "step" VALUES(4,4,'ae76a2ea-76b0-49dd-bdf4-25921e5ff92f',0,'5a8731b5-7c30-4d93-a112-b44c03bff8dd','orders/eu-west-1
arn:aws:iam::301122334455:root
arn:aws:iam::301122334455:role/orders-gateway
arn:aws:iam::418830294417:role/nightly-batch','{"regionId":"5a8731b5-7c30-4d93-a112-b44c03bff8dd","region":"eu-west-1","pseId":"78166719-8ae9-478c-9e3b-4e1e4465c880","action":"delete","before":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""}],"after":[],"listUnread":false,"added":[],"removed":[{"text":"arn:aws:iam::301122334455:root","kind":"account","short":"3011…4455 root","warning":""},{"text":"arn:aws:iam::301122334455:role/orders-gateway","kind":"role","short":"3011…4455 role/orders-gateway","warning":""},{"text":"arn:aws:iam::418830294417:role/nightly-batch","kind":"role","short":"4188…4417 role/nightly-batch","warning":""}],"theirs":null,"conflicts":[],"warnings":[{"kind":"connections-cut","text":"Aeon may refuse this while 1 connection exists, or drop it. Its VPC endpoint in AWS stays, and is billed, until you delete it there."}]}','{"region_id":"5a8731b5-7c30-4d93-a112-b44c03bff8dd","region":"eu-west-1","kind":{"Delete":{"pse_id":"78166719-8ae9-478c-9e3b-4e1e4465c880"}}}','{"kind":"confirmed","at":"2026-11-29T01:51:39.230352234Z"}',0,1,'{"sent":{"old":["arn:aws:iam::301122334455:root","arn:aws:iam::301122334455:role/orders-gateway","arn:aws:iam::418830294417:role/nightly-batch"],"old_unread":false,"new":[],"certain":true},"target":{"cluster_id":"3554752c-b277-4e80-85dc-94bc3a27c112","pse_id":"78166719-8ae9-478c-9e3b-4e1e4465c880"}}',1795917098982053,1795917099230359);
CREATE TABLE touched (
        principal TEXT NOT NULL,
        step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
        PRIMARY KEY (principal, step)
    ) WITHOUT ROWID;
INSERT INTO "touched" VALUES('arn:aws:iam::112233445566:root',1);
INSERT INTO "touched" VALUES('arn:aws:iam::998877665544:role/somebody-else',2);
INSERT INTO "touched" VALUES('arn:aws:iam::112233445566:root',3);
INSERT INTO "touched" VALUES('arn:aws:iam::301122334455:role/orders-gateway',4);
INSERT INTO "touched" VALUES('arn:aws:iam::301122334455:root',4);
INSERT INTO "touched" VALUES('arn:aws:iam::418830294417:role/nightly-batch',4);
CREATE TABLE transition (
        step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        state TEXT NOT NULL
    );
INSERT INTO "transition" VALUES(1,1795917098475919,'{"kind":"planned"}');
INSERT INTO "transition" VALUES(1,1795917098485112,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(1,1795917098490191,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(1,1795917098506977,'{"kind":"accepted","since":"2026-11-29T01:51:38.506938949Z"}');
INSERT INTO "transition" VALUES(1,1795917098843989,'{"kind":"confirmed","at":"2026-11-29T01:51:38.843977606Z"}');
INSERT INTO "transition" VALUES(3,1795917098909880,'{"kind":"planned"}');
INSERT INTO "transition" VALUES(3,1795917098926573,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(3,1795917098935000,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(3,1795917098939649,'{"kind":"failed","problem":{"code":"invalid","message":"Could not edit the private service endpoint: Aeon rejected the request (400: Not now).","hint":"Correct what the message names, then try again."}}');
INSERT INTO "transition" VALUES(4,1795917098961713,'{"kind":"planned"}');
INSERT INTO "transition" VALUES(4,1795917098970507,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(4,1795917098982053,'{"kind":"sending"}');
INSERT INTO "transition" VALUES(4,1795917098987775,'{"kind":"accepted","since":"2026-11-29T01:51:38.987739888Z"}');
INSERT INTO "transition" VALUES(4,1795917099230359,'{"kind":"confirmed","at":"2026-11-29T01:51:39.230352234Z"}');
CREATE INDEX batch_by_time ON batch (scope, started, number);
CREATE INDEX batch_by_end ON batch (started) WHERE ended IS NOT NULL;
CREATE INDEX change_of_batch ON change (batch);
CREATE INDEX step_of_batch ON step (batch, id);
CREATE INDEX step_of_region ON step (region_id, batch);
CREATE INDEX step_open ON step (batch) WHERE open;
CREATE INDEX transition_of_step ON transition (step);
CREATE INDEX touched_by_step ON touched (step);
COMMIT;
PRAGMA user_version = 2;
