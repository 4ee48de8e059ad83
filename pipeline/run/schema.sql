-- The database of one archive. Offsets are code points of documents.text: substr(text, start + 1, end - start).
-- An id is made of what a row is (a document of its path, an instrument of its key): see pipeline/run/identity.py.

CREATE TABLE documents (                   -- every file that was read; counted_documents has each document once
  id            INTEGER PRIMARY KEY,       -- made from the path
  path          TEXT NOT NULL UNIQUE,      -- relative to the archive's folder; bytes that cannot be printed as \xNN
  name          TEXT NOT NULL,             -- the file's stem
  sha256        TEXT NOT NULL,             -- of the file's bytes
  format        TEXT NOT NULL,             -- text, docx, doc, rtf, pdf, html, xlsx ...: what the file is by its content
  pages         INTEGER,                   -- null: its format has none
  extractor     TEXT NOT NULL,             -- version of the program that read it
  present       INTEGER NOT NULL DEFAULT 1, -- 0: the file was gone at the last run; see counted_documents
  kind          TEXT NOT NULL,             -- report, directive, news, other
  doc_type      TEXT,                      -- kind as written in its head: Báo cáo, Chỉ thị
  code          TEXT,                      -- number and symbol: 268-BC/BDVTU
  number        TEXT,                      -- of the code
  symbol        TEXT,                      -- of the code
  title         TEXT,                      -- trích yếu
  date          TEXT,                      -- day of issue
  issuer        TEXT,                      -- body that issued it
  place         TEXT,                      -- the province of its day, or Trung ương
  district      TEXT,                      -- null: of the whole province
  commune       TEXT,                      -- null: of the whole of what is above
  author        TEXT,                      -- of a press page
  signer        TEXT,                      -- person
  signer_title  TEXT,                      -- office of the signer
  period_start  TEXT,                      -- first day of the time that a report is on
  period_end    TEXT,                      -- last day of it
  urgency       TEXT,                      -- as stamped: KHẨN, THƯỢNG KHẨN, HỎA TỐC
  classified    TEXT,                      -- the level it is stamped with; null: open. Set only by --allow-classified
  recipients    TEXT NOT NULL DEFAULT '[]', -- JSON list
  boilerplate   TEXT NOT NULL DEFAULT '[]', -- JSON list of [start, end]
  text          TEXT NOT NULL,             -- exactly as read
  instrument_id INTEGER REFERENCES instruments(id) ON DELETE SET NULL, -- what it is itself; null: no number and symbol
  group_id      INTEGER,                   -- the file whose values count for all files of this document; null: it alone
  role          TEXT,                      -- in its group: signed, scan, original (not yet numbered), draft, copy
  authority_id  INTEGER,                   -- the file of the group whose head holds, the signed one
  date_from     TEXT,                      -- its date; without one the newest day that it tells of as past
  date_to       TEXT                       -- its date; without one the day of the first document that cites it
);
CREATE INDEX documents_instrument ON documents(instrument_id);
CREATE INDEX documents_name ON documents(name);
CREATE INDEX documents_year ON documents(substr(date, 1, 4));
CREATE INDEX documents_place ON documents(place);
CREATE INDEX documents_group ON documents(group_id) WHERE group_id IS NOT NULL;
CREATE INDEX documents_authority ON documents(authority_id);

CREATE TABLE sketches (                    -- what tells the files of one document apart from others
  document_id   INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, -- documents.id
  minhash       BLOB NOT NULL,             -- of the shingles of its body
  last_day      TEXT,                      -- the newest that its text tells of as past; only where it has no date
  body          TEXT NOT NULL,             -- JSON list of [start, end]: all but head, foot and boilerplate
  draft         INTEGER NOT NULL,          -- 1: it says so
  scanned       INTEGER NOT NULL,          -- 1: read from pictures
  quality       REAL NOT NULL              -- of the worst page that was read from a picture; 1: of none
);

CREATE VIEW counted_documents AS           -- what questions, views, exports and digests see: each document once
SELECT d.id, d.path, d.name, d.sha256, d.format, d.pages, d.extractor, d.present, d.kind,
       coalesce(d.doc_type, a.doc_type) AS doc_type, coalesce(d.code, a.code) AS code,
       coalesce(d.number, a.number) AS number, coalesce(d.symbol, a.symbol) AS symbol,
       coalesce(d.title, a.title) AS title, coalesce(d.date, a.date) AS date, coalesce(d.issuer, a.issuer) AS issuer,
       coalesce(d.place, a.place) AS place, coalesce(d.district, a.district) AS district,
       coalesce(d.commune, a.commune) AS commune, d.author, coalesce(d.signer, a.signer) AS signer,
       coalesce(d.signer_title, a.signer_title) AS signer_title, coalesce(d.period_start, a.period_start) AS period_start,
       coalesce(d.period_end, a.period_end) AS period_end, coalesce(d.urgency, a.urgency) AS urgency, d.classified,
       d.recipients, d.boilerplate, d.text, d.instrument_id, d.group_id, d.role, d.authority_id,
       d.date_from, d.date_to, coalesce(d.date, a.date) IS NOT NULL AS date_certain
FROM documents d LEFT JOIN documents a ON a.id = d.authority_id
WHERE d.present = 1 AND (d.group_id IS NULL OR d.group_id = d.id);

CREATE TABLE sections (                    -- headings and the parts under them
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- documents.id
  ord           INTEGER NOT NULL,          -- number of the section in its document
  start         INTEGER NOT NULL,          -- where it begins in the text
  end           INTEGER NOT NULL,          -- where it ends
  kind          TEXT NOT NULL,             -- header, heading, body, table, annex, footer
  level         INTEGER NOT NULL,          -- depth, 1 for the outermost
  title         TEXT,                      -- heading as written
  PRIMARY KEY (document_id, ord)
);

CREATE TABLE instruments (                 -- every document cited or held, once
  id            INTEGER PRIMARY KEY,       -- made from the key
  key           TEXT NOT NULL UNIQUE,      -- type|number|year or term|symbol|jurisdiction
  name          TEXT NOT NULL,             -- as people write it
  doc_type      TEXT,                      -- kind of document
  number        TEXT,                      -- of the code
  symbol        TEXT,                      -- of the code
  year          INTEGER,                   -- of the code or the date
  code          TEXT,                      -- number and symbol
  code_key      TEXT,                      -- for codes typed loosely
  jurisdiction  TEXT,                      -- the centre, or the province, district or commune of its issuer
  date          TEXT,                      -- best evidence: the held document, else the most citing documents
  issuer        TEXT,                      -- best evidence, as the date
  title         TEXT,                      -- best evidence, as the date
  document_id   INTEGER REFERENCES documents(id) ON DELETE SET NULL, -- null: cited but not held
  akn           TEXT,                      -- Akoma Ntoso IRI of the work; null: without number, date or known jurisdiction
  series        INTEGER NOT NULL           -- a hash of what its key begins with: what is mentioned by it is told apart together
);
CREATE INDEX instruments_series ON instruments(series);
CREATE INDEX instruments_code_key ON instruments(code_key);
CREATE INDEX instruments_number ON instruments(number, date);
CREATE INDEX instruments_document ON instruments(document_id);

CREATE TABLE sentences (                   -- those in which figures and citations stand, each once
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- documents.id
  ord           INTEGER NOT NULL,          -- number of the sentence among these
  text          TEXT NOT NULL,             -- as written, on one line
  PRIMARY KEY (document_id, ord)
) WITHOUT ROWID;

CREATE TABLE citations (                   -- every mention of another document
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the citing document
  ord           INTEGER NOT NULL,          -- number of the citation in it
  start         INTEGER NOT NULL,          -- where the mention begins in the text
  end           INTEGER NOT NULL,          -- where it ends
  text          TEXT NOT NULL,             -- the mention as written
  form          TEXT NOT NULL,             -- how it names the document: numbered, number_only, named, session, titled, short, described
  doc_type      TEXT,                      -- of what is cited, as told here
  number        TEXT,                      -- as told here
  symbol        TEXT,                      -- as told here
  year          INTEGER,                   -- as told here
  code          TEXT,                      -- number and symbol
  date          TEXT,                      -- ISO, as told here
  issuer        TEXT,                      -- as told here
  title         TEXT,                      -- as told here
  relation      TEXT NOT NULL,             -- implements, legal_basis, guides, reviews, issues, amends, replaces, repeals, mentions
  cue           TEXT,                      -- the words that told the relation
  pinpoint      TEXT,                      -- article, clause or point
  antecedent    INTEGER,                   -- ord of the mention that a short form stands for
  name          TEXT,                      -- normal name of a document without code
  rule          TEXT NOT NULL,             -- the form that found it
  relation_rule TEXT,                      -- the cue that decided the relation; null: a bare mention
  page          INTEGER,                   -- null: its format has none
  sentence      INTEGER NOT NULL,          -- sentences.ord of the sentence it stands in
  instrument_id INTEGER REFERENCES instruments(id) ON DELETE SET NULL, -- what is cited; null: not known
  PRIMARY KEY (document_id, ord)
);
CREATE INDEX citations_instrument ON citations(instrument_id);

CREATE TABLE acts (                        -- what amends, replaces or repeals what, as the archive tells
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that tells it
  ord           INTEGER NOT NULL,          -- the citation that it tells it with
  actor_id      INTEGER REFERENCES instruments(id) ON DELETE CASCADE, -- what acts; null: a document without number
  relation      TEXT NOT NULL,             -- amends, replaces, repeals
  target_id     INTEGER NOT NULL REFERENCES instruments(id) ON DELETE CASCADE, -- what is acted on
  pinpoint      TEXT,                      -- the part acted on; null: the whole
  date          TEXT,                      -- of the acting document
  effective     TEXT,                      -- from when, if the acting document is held and says so; else its date
  certain       INTEGER NOT NULL,          -- 1: told by a directive; 0: by a report or a press page
  PRIMARY KEY (document_id, ord)
) WITHOUT ROWID;
CREATE INDEX acts_target ON acts(target_id);
CREATE INDEX acts_actor ON acts(actor_id);

CREATE TABLE successions (                 -- what came after an instrument, as the table of well-known ones says
  target_id     INTEGER NOT NULL REFERENCES instruments(id) ON DELETE CASCADE, -- the instrument that was followed
  relation      TEXT NOT NULL,             -- replaces, repeals (nothing took its place)
  name          TEXT NOT NULL,             -- of what replaced or repealed it
  code          TEXT NOT NULL,             -- of what followed
  date          TEXT NOT NULL,             -- of its issue
  effective     TEXT NOT NULL,             -- from when it holds
  source        TEXT NOT NULL,             -- public text that tells it
  checked       INTEGER NOT NULL,          -- 1: compared with that source; 0: it can be looked up there, nobody has
  PRIMARY KEY (target_id, code, date)
) WITHOUT ROWID;

CREATE TABLE known_file (                  -- one row: the person's own table of well-known instruments (run --known)
  name          TEXT NOT NULL,             -- of the file
  content       TEXT NOT NULL              -- TOML
);

-- A number has a row of its own. What many numbers of a document have in common stands once in it: of what time and
-- place they are, and what they count. `figures` puts the three together.

CREATE TABLE figure_rows (                 -- the numbers of figures: where each stands, its value, its fact
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that states it
  ord           INTEGER NOT NULL,          -- number of the figure in it
  start         INTEGER NOT NULL,          -- where the numeral begins in the text
  end           INTEGER NOT NULL,          -- where it ends
  text          TEXT NOT NULL,             -- the numeral as written
  value         NUMERIC NOT NULL,          -- in its unit; percent 36.24
  value_max     NUMERIC,                   -- of a range
  of            NUMERIC,                   -- of a ratio
  of_figure     INTEGER,                   -- ord of the figure it belongs to
  estimate      INTEGER NOT NULL DEFAULT 0, -- 1: given as an estimate (ước)
  page          INTEGER,                   -- null: its format has none
  sentence      INTEGER NOT NULL,          -- sentences.ord of the sentence it stands in
  setting       INTEGER NOT NULL,          -- figure_settings.ord of its time and place
  noun          INTEGER NOT NULL,          -- figure_nouns.ord of what it counts
  fact_id       TEXT,                      -- what it tells, a hash: place, time, what is counted, value and wording
  summing       TEXT,                      -- adds; again: told better elsewhere; part, within, stock, cumulative, years, aim, change, rate, range
  statements    INTEGER,                   -- how many figures tell its fact, if none tells it better; else null, as the next five
  differing     TEXT,                      -- JSON list of their other values, each with its document; null: all agree
  alike         TEXT,                      -- of facts worded exactly alike the hash of the wording, for each has an id of its own
  fact_kind     INTEGER,                   -- a hash of what is summed with it, its province and year; null: it is summed with none
  subject       TEXT,                      -- the folded words of what it is about, in order; null: none
  body          TEXT,                      -- the body that it is of, where it is not the issuer
  PRIMARY KEY (document_id, ord),
  FOREIGN KEY (document_id, of_figure) REFERENCES figure_rows(document_id, ord) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX figures_fact ON figure_rows(fact_id) WHERE fact_id IS NOT NULL;
CREATE INDEX figures_alike ON figure_rows(alike) WHERE alike IS NOT NULL;
CREATE INDEX figures_kind ON figure_rows(fact_kind) WHERE fact_kind IS NOT NULL;

CREATE TABLE figure_settings (             -- times and places of figures, what told them, and what is aim and what result
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that states the figures
  ord           INTEGER NOT NULL,          -- number of the setting in it
  actor         TEXT,                      -- body that reached it
  place         TEXT,                      -- the province that it is of
  district      TEXT,                      -- the district and the commune in it; null: the whole of what is above
  commune       TEXT,                      -- null: the whole of what is above
  period_start  TEXT,                      -- null: not told by the text
  period_end    TEXT,                      -- last day of its time
  period_text   TEXT,                      -- the words that tell the time
  period_kind   TEXT,                      -- flow, stock (a state on a day), cumulative: only flows add up over periods
  evidence      TEXT NOT NULL DEFAULT '[]', -- JSON list: by what period and place were told, and where
  modality      TEXT NOT NULL,             -- actual, target, previous
  modality_rule TEXT,                      -- what decided the modality
  PRIMARY KEY (document_id, ord)
) WITHOUT ROWID;
CREATE INDEX figures_year ON figure_settings(substr(period_end, 1, 4));
CREATE INDEX figures_place ON figure_settings(place, substr(period_end, 1, 4));

CREATE TABLE figure_nouns (                -- what figures count, how they belong to others, and what told it
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that states the figures
  ord           INTEGER NOT NULL,          -- number of the noun in it
  measure       TEXT NOT NULL,             -- count, percent, ratio, money, area, length, weight, volume, duration, score, other
  unit          TEXT,                      -- noun counted
  counted       TEXT,                      -- the whole counted phrase
  row           TEXT,                      -- heads of a cell of a table, as written; null outside tables
  column        TEXT,                      -- heads of its column
  indicator     TEXT NOT NULL,             -- what is counted, in classes
  label         TEXT,                      -- class that tells it from its siblings
  hedge         TEXT,                      -- over, under, about, at_least, at_most
  role          TEXT,                      -- attendees, part, share, change ... of of_figure
  direction     TEXT,                      -- up or down, of a change
  rule          TEXT NOT NULL,             -- what decided the unit; table: read from a cell
  indicator_rule TEXT,                     -- what decided the indicator
  label_rule    TEXT,                      -- what decided the label
  link_rule     TEXT,                      -- the fact that speaks most for the link
  PRIMARY KEY (document_id, ord)
) WITHOUT ROWID;
CREATE INDEX figures_indicator ON figure_nouns(indicator);

CREATE VIEW figures AS                     -- every number that states a quantity
SELECT r.document_id, r.ord, r.start, r.end, r.text, r.value, r.value_max, r.of, n.measure, n.unit, n.counted,
       n.row, n.column, n.indicator, n.label, n.hedge, w.modality, n.role, r.of_figure, n.direction, r.estimate,
       w.actor, w.place, w.district, w.commune, w.period_start, w.period_end, w.period_text, w.period_kind,
       w.evidence, n.rule, n.indicator_rule, n.label_rule, w.modality_rule, n.link_rule, r.page, r.sentence,
       r.fact_id, r.summing, r.statements, r.differing, r.alike, r.fact_kind, r.subject, r.body
FROM figure_rows r JOIN figure_settings w ON w.document_id = r.document_id AND w.ord = r.setting
JOIN figure_nouns n ON n.document_id = r.document_id AND n.ord = r.noun;

CREATE TRIGGER figures_leave BEFORE DELETE ON documents
BEGIN
  INSERT INTO left_facts
  SELECT coalesce(alike, fact_id), indicator, measure, unit, label, place, district, commune, period_end, fact_kind IS NOT NULL
  FROM figures WHERE document_id = OLD.id AND statements IS NOT NULL;
END;

CREATE VIEW facts AS                       -- what one or several figures tell, once, as the best source tells it: the body's signed report, its annex, a plan, the press
SELECT f.fact_id AS id, f.indicator, f.measure, f.unit, f.label,
       CASE f.modality WHEN 'target' THEN 'target' ELSE 'actual' END AS modality, -- the value of an earlier period is actual of that period
       f.place, f.district, f.commune, coalesce(f.body, d.issuer) AS body, f.period_start, f.period_end, f.period_kind,
       f.value, f.value_max, f.document_id, f.ord, f.statements, f.differing, f.summing, f.alike, f.fact_kind AS kind,
       coalesce(f.subject, '') AS subject
FROM figures f JOIN counted_documents d ON d.id = f.document_id WHERE f.statements IS NOT NULL;

-- What the last resolving went by, so that the next one makes again only what has changed since: archive/changes.py.

CREATE TABLE resolved_by (                 -- one row
  rules         TEXT NOT NULL,             -- a hash of the code, rules and known instruments that resolved the archive
  displaced     INTEGER NOT NULL           -- 1: an instrument or a problem has not the first id that its name may have
);

CREATE TABLE touched_documents (           -- written, taken out, gone or back since; empty when the archive is resolved
  document_id   INTEGER PRIMARY KEY        -- documents.id
);
CREATE TRIGGER documents_come AFTER INSERT ON documents
BEGIN INSERT OR IGNORE INTO touched_documents VALUES (NEW.id); END;
CREATE TRIGGER documents_turn AFTER UPDATE OF present ON documents WHEN NEW.present <> OLD.present
BEGIN INSERT OR IGNORE INTO touched_documents VALUES (NEW.id); END;

CREATE TABLE resolved_documents (          -- the documents that counted
  document_id   INTEGER PRIMARY KEY,       -- documents.id
  told          INTEGER NOT NULL           -- a hash of what its facts depend on besides its own rows; 0: these were replaced
);
CREATE TRIGGER documents_leave BEFORE DELETE ON documents
BEGIN
  UPDATE resolved_documents SET told = 0 WHERE document_id = OLD.id;
  INSERT OR IGNORE INTO touched_documents VALUES (OLD.id);
END;

CREATE TABLE group_keys (                  -- what two files of one document share: bytes, number and day, head, people's word
  key           INTEGER NOT NULL,          -- a hash; its negative meets it alone: the heads of numbered files and of others
  document_id   INTEGER NOT NULL,          -- the document that has it
  PRIMARY KEY (key, document_id)
) WITHOUT ROWID;
CREATE TABLE group_keys_of (               -- the same, by document
  document_id   INTEGER PRIMARY KEY,       -- the document that has them
  keys          BLOB NOT NULL              -- its keys, eight bytes each
);

CREATE TABLE decided_groups (              -- what people had decided of two files when the archive was resolved
  action        TEXT NOT NULL,             -- as correction.action
  sha256        TEXT NOT NULL,             -- of the one
  other         TEXT NOT NULL,             -- of the other
  PRIMARY KEY (action, sha256, other)
) WITHOUT ROWID;

CREATE TABLE mention_keys (                -- what mentions of counted documents are found by: series, names that they give or ask for
  key           INTEGER NOT NULL,          -- a hash, with the kind of the key in its last two bits
  document_id   INTEGER NOT NULL,          -- the document that mentions, or is held
  ord           INTEGER NOT NULL,          -- citations.ord; -1: the document itself
  PRIMARY KEY (key, document_id, ord)
) WITHOUT ROWID;
CREATE INDEX mention_keys_document ON mention_keys(document_id, ord);

CREATE TABLE left_facts (                  -- facts of documents that were taken out since; empty when the archive is resolved
  wording       TEXT,                      -- figures.alike, else fact_id
  indicator     TEXT NOT NULL,             -- as figures.indicator
  measure       TEXT NOT NULL,             -- as figures.measure
  unit          TEXT,                      -- as figures.unit
  label         TEXT,                      -- as figures.label
  place         TEXT,                      -- as figures.place
  district      TEXT,                      -- as figures.district
  commune       TEXT,                      -- as figures.commune
  period_end    TEXT,                      -- as figures.period_end
  summed        INTEGER NOT NULL           -- 1: it had a kind
);

CREATE TABLE fact_keys (                   -- what could make a figure of one document and one of another tell one fact
  key           INTEGER NOT NULL,          -- a hash
  document_id   INTEGER NOT NULL,          -- the document that holds the figure
  PRIMARY KEY (key, document_id)
) WITHOUT ROWID;
CREATE TABLE fact_keys_of (                -- the same, by document
  document_id   INTEGER PRIMARY KEY,       -- the document that holds the figures
  keys          BLOB NOT NULL              -- its keys, eight bytes each
);

CREATE TABLE told_settings (               -- the places and times of which a document tells results
  place         TEXT NOT NULL,             -- the province
  first_day     TEXT NOT NULL,             -- of the time that is told of
  last_day      TEXT NOT NULL,             -- of the time that is told of
  document_id   INTEGER NOT NULL,          -- the document that tells them
  PRIMARY KEY (place, first_day, last_day, document_id)
) WITHOUT ROWID;
CREATE INDEX told_settings_document ON told_settings(document_id);

CREATE TABLE disagreements (               -- figures of one place and time for which documents give two values
  place         TEXT NOT NULL,             -- the province
  first_day     TEXT NOT NULL,             -- of the time of the figures
  last_day      TEXT NOT NULL,             -- of the time of the figures
  number        INTEGER NOT NULL,          -- of the disagreement, in the order in which they were found
  figures       TEXT NOT NULL,             -- JSON list of [document_id, ord]
  problem       TEXT NOT NULL,             -- JSON list: its row of problems
  PRIMARY KEY (place, first_day, last_day, number)
) WITHOUT ROWID;

CREATE TABLE ratings (                     -- one row for each distribution
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that states it
  ord           INTEGER NOT NULL,          -- number of the distribution in it
  subject       TEXT,                      -- what is rated
  subject_key   TEXT,                      -- the one name of that kind of body: các Khối Dân vận -> khối dân vận
  period        TEXT,                      -- its time as written
  scale         TEXT,                      -- the scale that the classes are of
  total         NUMERIC,                   -- null: neither stated nor all classes told
  counts        TEXT NOT NULL,             -- JSON object: class -> count, best class first
  ranks         TEXT NOT NULL,             -- JSON list: the place of each class on its scale, 1 for the best
  figures       TEXT NOT NULL,             -- JSON list of figures.ord
  summing       TEXT,                      -- adds, part (of a larger distribution), within, again, aim
  PRIMARY KEY (document_id, ord)
);

CREATE TABLE conferences (                 -- one row for each statement of what was held
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that states it
  ord           INTEGER NOT NULL,          -- number of the statement in it
  figure        INTEGER NOT NULL,          -- figures.ord of how many were held
  subject       TEXT,                      -- what it was about
  organiser     TEXT,                      -- who held it, where the text says
  attendees     NUMERIC,                   -- who came to all of it, several kinds of persons together
  attendees_each NUMERIC,                  -- who came to one, where only that is told
  came          TEXT NOT NULL,             -- JSON list of figures.ord
  PRIMARY KEY (document_id, ord),
  FOREIGN KEY (document_id, figure) REFERENCES figure_rows(document_id, ord) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE tasks (                       -- what is ordered, and what is admitted
  document_id   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, -- the document that orders or admits it
  ord           INTEGER NOT NULL,          -- number of the task in it
  start         INTEGER NOT NULL,          -- where it begins in the text
  end           INTEGER NOT NULL,          -- where it ends
  kind          TEXT NOT NULL,             -- task, limitation
  number        TEXT,                      -- enumerator as written
  assignee      TEXT,                      -- who is to do it, or leads it
  joint         TEXT,                      -- with whom
  deadline      TEXT,                      -- by when, as written
  deadline_date TEXT,                      -- the day it means; null: none told, or one that the text does not tell
  recurs        TEXT,                      -- month, quarter, half_year, year: to be done again in each
  text          TEXT NOT NULL,             -- as written
  PRIMARY KEY (document_id, ord)
);

CREATE TABLE problems (                    -- what is doubtful, beside what is told
  id            INTEGER PRIMARY KEY,       -- made from what it tells
  document_id   INTEGER REFERENCES documents(id) ON DELETE CASCADE, -- null: it is of an instrument
  instrument_id INTEGER REFERENCES instruments(id) ON DELETE CASCADE, -- set for conflicts between documents
  kind          TEXT NOT NULL,             -- what is doubtful
  start         INTEGER,                   -- where it stands in the text
  end           INTEGER,                   -- where it ends
  message       TEXT NOT NULL,             -- in Vietnamese, with the calculation where there is one
  sentence      TEXT,                      -- the sentence it stands in
  sides         TEXT                       -- JSON list of the readings of a conflict, the likelier first
);
CREATE INDEX problems_document ON problems(document_id);
CREATE INDEX problems_instrument ON problems(instrument_id);

CREATE TABLE touched_problems (            -- whose problems are to be numbered anew; empty when the archive is resolved
  owner         INTEGER PRIMARY KEY        -- documents.id, else the negative of instruments.id
);
CREATE TRIGGER problems_come AFTER INSERT ON problems
BEGIN INSERT OR IGNORE INTO touched_problems VALUES (coalesce(NEW.document_id, -NEW.instrument_id)); END;
CREATE TRIGGER problems_leave AFTER DELETE ON problems
BEGIN INSERT OR IGNORE INTO touched_problems VALUES (coalesce(OLD.document_id, -OLD.instrument_id)); END;

CREATE TABLE correction (                  -- what people corrected; it wins over the machine at every reading
  id            INTEGER PRIMARY KEY AUTOINCREMENT, -- number of the correction
  kind          TEXT NOT NULL,             -- figure, citation, task, metadata, documents, cell
  action        TEXT NOT NULL,             -- accept, correct, reject, add, join, part
  path          TEXT NOT NULL,             -- of the document when it was made, or where it was moved since
  sha256        TEXT NOT NULL,             -- of the bytes of its file
  start         INTEGER NOT NULL,          -- where the marked words stood
  words         TEXT NOT NULL,             -- the marked words
  before        TEXT NOT NULL,             -- the characters on either side, by which the words are found again
  after         TEXT NOT NULL,             -- as before, on the other side
  item          TEXT NOT NULL,             -- JSON object: what was read there when it was corrected
  fields        TEXT NOT NULL,             -- JSON object: the values that win
  other         TEXT,                      -- sha256 of the other document of join and part, of the report that a cell's number is in
  who           TEXT NOT NULL,             -- person
  reason        TEXT NOT NULL,             -- as the person gave it
  made          TEXT NOT NULL,             -- when, ISO
  placed        INTEGER NOT NULL DEFAULT 0 -- 1: its words were found at the last reading of its document
);
CREATE INDEX correction_sha256 ON correction(sha256);
CREATE INDEX correction_path ON correction(path);

CREATE TABLE correction_log (              -- every step, also of corrections that were taken back
  id            INTEGER PRIMARY KEY AUTOINCREMENT, -- number of the step
  correction_id INTEGER NOT NULL,          -- correction.id
  made          TEXT NOT NULL,             -- when, ISO
  what          TEXT NOT NULL,             -- made, imported, replaced, undone
  who           TEXT NOT NULL,             -- person
  reason        TEXT NOT NULL,             -- as the person gave it
  detail        TEXT                       -- JSON object: the correction; null where it is only taken back
);

CREATE TABLE runs (                        -- one row for each run
  id            INTEGER PRIMARY KEY,       -- number of the run
  started       TEXT NOT NULL,             -- ISO
  finished      TEXT,                      -- null: the run was cut off
  archive       TEXT NOT NULL,             -- folder that was read
  extractor     TEXT NOT NULL,             -- version of the program
  files         INTEGER NOT NULL DEFAULT 0, -- found
  read          INTEGER NOT NULL DEFAULT 0, -- read anew
  unchanged     INTEGER NOT NULL DEFAULT 0, -- known and not read again
  doubtful      INTEGER NOT NULL DEFAULT 0, -- read with problems
  quarantined   INTEGER NOT NULL DEFAULT 0, -- skipped with a reason
  moved         INTEGER NOT NULL DEFAULT 0, -- known under another path, not read again
  removed       INTEGER NOT NULL DEFAULT 0 -- gone since the run before
);

CREATE TABLE roots (                       -- the folders that the archive is read from
  name          TEXT PRIMARY KEY,          -- with which the paths of its documents begin; '': they begin with none
  folder        TEXT NOT NULL              -- absolute
);

CREATE TABLE quarantine (                  -- files and folders that could not be read, or may not be
  path          TEXT PRIMARY KEY,          -- as documents.path; a folder ends in /
  reason        TEXT NOT NULL,             -- one of a closed set, as `trichyeu run --failed` takes it
  message       TEXT NOT NULL              -- file, reason and what to do, in Vietnamese
);

CREATE TABLE erasures (                    -- documents taken out whose words are still to be swept from free pages
  path          TEXT PRIMARY KEY           -- as documents.path
);

CREATE TABLE declared_open (               -- files that a person looked at: their doubtful stamp is not one
  path          TEXT PRIMARY KEY,          -- as documents.path
  sha256        TEXT NOT NULL              -- another content is doubted again
);

CREATE TABLE exports (                     -- files that commands wrote from documents
  path          TEXT PRIMARY KEY,          -- absolute
  made          TEXT NOT NULL,             -- when, ISO
  command       TEXT NOT NULL,             -- that wrote it
  documents     TEXT,                      -- JSON list of paths; null: any of the archive
  classified    INTEGER NOT NULL DEFAULT 0 -- 1: may hold words of a document that was taken out since
);

CREATE VIRTUAL TABLE documents_fts USING fts5(folded, bare, content = '', tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE full_text_by (                -- one row: what the index of full text was written by
  code          TEXT NOT NULL              -- the build, as documents.extractor; a run by another one writes it anew
);

-- Every view holds the counted documents. Rows whose `summing` is 'adds' may be added up; docs/views.md tells
-- what each column is.

CREATE VIEW replacements AS                -- reports in whose place a later report of the same body and kind was sent, by file
SELECT o.id, d.id AS by_id
FROM acts a JOIN instruments i ON i.id = a.target_id
JOIN documents o ON o.id = i.document_id
JOIN documents d ON d.id = a.document_id AND d.present = 1
WHERE a.relation = 'replaces' AND a.pinpoint IS NULL AND o.kind = 'report' AND d.kind = 'report'
  AND d.doc_type = o.doc_type AND d.symbol = o.symbol AND d.date >= o.date AND d.code <> o.code
  AND d.place IS o.place AND d.district IS o.district AND d.commune IS o.commune;

CREATE VIEW replaced_documents AS          -- the counted documents of these
SELECT DISTINCT coalesce(o.group_id, o.id) AS id FROM replacements r JOIN documents o ON o.id = r.id;

CREATE VIEW v_citations AS
SELECT c.document_id || ':' || c.ord AS id, c.document_id, c.ord, d.name AS document, d.code AS document_code,
       d.date AS document_date, d.date_from, d.date_to, CAST(substr(d.date, 1, 4) AS INTEGER) AS year,
       d.place, d.district, d.commune, d.issuer AS body,
       c.relation, c.form, c.text AS written, i.id AS instrument_id, i.name AS cites, i.code AS cited_code, c.date AS cited_date,
       c.issuer AS cited_issuer, c.title AS cited_title, c.pinpoint, i.document_id IS NOT NULL AS held,
       CASE WHEN c.instrument_id IS NULL THEN 'unknown'
            WHEN row_number() OVER (PARTITION BY c.document_id, c.instrument_id ORDER BY c.ord) = 1 THEN 'adds'
            ELSE 'again' END AS summing,
       s.text AS sentence, c.page, d.path
FROM citations c JOIN counted_documents d ON d.id = c.document_id LEFT JOIN instruments i ON i.id = c.instrument_id
LEFT JOIN sentences s ON s.document_id = c.document_id AND s.ord = c.sentence;

CREATE VIEW v_figures AS
SELECT f.document_id || ':' || f.ord AS id, f.fact_id, f.document_id, f.ord, d.name AS document, d.code AS document_code,
       d.date AS document_date, d.date_from, d.date_to, f.place, f.district, f.commune, d.issuer AS body, f.actor,
       f.period_start, f.period_end, CAST(substr(coalesce(f.period_end, d.date), 1, 4) AS INTEGER) AS year, f.period_kind,
       f.indicator, f.measure, f.text AS written, f.value, f.value_max, f.of, f.unit, f.counted, f.label, f.hedge, f.modality,
       f.direction, f.role, p.text || coalesce(' ' || o.unit, '') AS belongs_to, f.summing,
       t.statements, t.differing, s.text AS sentence, f.page, d.path
FROM figures f JOIN counted_documents d ON d.id = f.document_id
LEFT JOIN figure_rows p ON p.document_id = f.document_id AND p.ord = f.of_figure
LEFT JOIN figure_nouns o ON o.document_id = p.document_id AND o.ord = p.noun
LEFT JOIN figure_rows t ON t.fact_id = f.fact_id AND t.statements IS NOT NULL
LEFT JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence;

CREATE VIEW v_conferences AS
SELECT v.id, v.fact_id, v.document_id, v.ord, v.document, v.document_code, v.document_date,
       v.date_from, v.date_to, v.place, v.district, v.commune,
       v.body, v.actor, c.organiser, v.period_start, v.period_end, v.year, v.period_kind, v.indicator AS kind, v.measure,
       v.value AS held, v.value_max AS held_max, v.unit, v.counted, v.label, v.modality, v.direction, c.subject,
       c.attendees, c.attendees_each,
       (SELECT group_concat(p.text || coalesce(' ' || o.unit, ''), '; ') FROM json_each(c.came) m CROSS JOIN figure_rows p CROSS JOIN figure_nouns o
        WHERE p.document_id = c.document_id AND p.ord = m.value AND o.document_id = p.document_id AND o.ord = p.noun
       ) AS attendees_written,
       CASE WHEN v.role = 'part' THEN v.belongs_to END AS part_of, v.summing, v.statements, v.differing, v.sentence, v.page, v.path
FROM conferences c JOIN v_figures v ON v.document_id = c.document_id AND v.ord = c.figure;

CREATE VIEW v_attendance AS
SELECT v.id, v.fact_id, v.document_id, v.ord, v.document, v.document_code, v.document_date,
       v.date_from, v.date_to, v.place, v.district, v.commune,
       v.body, v.actor, v.period_start, v.period_end, v.year, v.period_kind, v.indicator AS kind, v.measure, v.value AS attended,
       v.unit, v.counted, CASE WHEN v.unit LIKE 'lượt%' THEN 'turns' ELSE 'heads' END AS counts, v.label, v.modality, v.direction,
       CASE WHEN v.role = 'attendees' THEN v.belongs_to END AS event,
       CASE WHEN v.summing = 'adds' AND e.attendees_each IS NOT NULL AND e.attendees IS NULL THEN 'each' ELSE v.summing END AS summing,
       v.statements, v.differing, v.sentence, v.page, v.path
FROM v_figures v JOIN figures f ON f.document_id = v.document_id AND f.ord = v.ord
LEFT JOIN conferences e ON e.document_id = f.document_id AND e.figure = f.of_figure AND f.role = 'attendees'
WHERE v.measure = 'count' AND (v.role = 'attendees' OR (v.indicator = 'attendance'
       AND coalesce(v.unit, '') NOT LIKE '%khách%' AND coalesce(v.counted, '') NOT LIKE '%hồ sơ%'
       AND v.sentence NOT LIKE '%tiếp dân%' AND v.sentence NOT LIKE '%tiếp công dân%'))
  AND coalesce(v.unit, '') NOT LIKE '%công dân%' AND coalesce(v.belongs_to, '') NOT LIKE '% lượt%'
  AND NOT (v.unit LIKE 'lượt%' AND v.role IS NOT 'attendees'   -- who came to be received or as tourists, to no event
       AND (v.sentence LIKE '%đến phản ánh%' OR v.sentence LIKE '%đến kiến nghị%' OR v.sentence LIKE '%đến khiếu nại%'
            OR v.sentence LIKE '%được cán bộ tiếp%' OR v.sentence LIKE '%được lãnh đạo%tiếp%'
            OR (v.unit = 'lượt' AND v.sentence LIKE '%khách%')
            OR v.sentence LIKE '%được tiếp tại%' OR v.sentence LIKE '%đến gặp%' OR v.sentence LIKE '%đến trụ sở tiếp%'));

CREATE VIEW v_ratings AS
SELECT r.document_id || ':' || r.ord || ':' || c.key AS id, f.fact_id, r.document_id, r.ord, d.name AS document,
       d.code AS document_code, d.date AS document_date, d.date_from, d.date_to,
       w.place, w.district, w.commune, d.issuer AS body, w.actor, r.subject, r.subject_key,
       w.period_start, w.period_end, CAST(substr(coalesce(w.period_end, d.date), 1, 4) AS INTEGER) AS year, w.period_kind,
       r.period AS period_written, r.scale,
       json_extract(r.ranks, '$[' || (SELECT count(*) FROM json_each(r.counts) b WHERE b.id < c.id) || ']') AS class_rank,
       c.key AS class, n.measure, c.value AS count, n.unit, n.counted, w.modality, n.direction, r.total,
       (SELECT sum(every.value) FROM json_each(r.counts) every) AS added, -- differs from a total that does not agree
       round(100.0 * c.value / r.total, 2) AS percent, r.summing, s.text AS sentence, f.page, d.path
FROM ratings r JOIN counted_documents d ON d.id = r.document_id, json_each(r.counts) c
LEFT JOIN figure_rows f ON f.document_id = r.document_id
     AND f.ord = json_extract(r.figures, '$[' || (SELECT count(*) FROM json_each(r.counts) b WHERE b.id < c.id) || ']')
LEFT JOIN figure_settings w ON w.document_id = f.document_id AND w.ord = f.setting
LEFT JOIN figure_nouns n ON n.document_id = f.document_id AND n.ord = f.noun
LEFT JOIN sentences s ON s.document_id = f.document_id AND s.ord = f.sentence;

CREATE VIEW v_tasks AS
SELECT t.document_id || ':' || t.ord AS id, t.document_id, t.ord, d.name AS document, d.code AS document_code,
       d.date AS document_date, d.date_from, d.date_to, CAST(substr(d.date, 1, 4) AS INTEGER) AS year,
       d.place, d.district, d.commune, d.issuer AS body,
       t.kind, t.number, t.assignee AS actor, t.joint, t.deadline, t.deadline_date, t.recurs, t.text AS counted,
       CASE WHEN d.id IN (SELECT id FROM replaced_documents) THEN 'replaced' ELSE 'adds' END AS summing,
       t.start, t.end, d.path
FROM tasks t JOIN counted_documents d ON d.id = t.document_id;
